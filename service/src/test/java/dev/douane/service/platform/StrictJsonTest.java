package dev.douane.service.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    private final StrictJson json = new StrictJson();

    record Named(String name) {}

    record Amount(BigDecimal amount) {}

    record Counted(int count, Long most, List<Counted> inner) {}

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Violation violation(Runnable reading) {
        var refused = catchThrowableOfType(ProblemException.class, reading::run);
        assertThat(refused.type()).isEqualTo(ProblemType.INVALID_REQUEST);
        assertThat(refused.violations()).hasSize(1);
        return refused.violations().getFirst();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1E+999999999999999999999",
                "1e-99999999999999999999",
                "1.55E-2147483647",
                "100E2147483647",
                "1E400",
                "1e+0000001",
                "-2.5e-100"
            })
    void a_number_with_a_long_exponent_is_refused_at_its_place(String number) {
        var wanted = new Violation("/calls/1/zzz", "a limit is passed: a number's exponent may have 2 digits");
        var body = bytes("{\"calls\":[{},{\"zzz\":%s}]}".formatted(number));

        assertThat(violation(() -> json.read(body, JsonNode.class))).isEqualTo(wanted);
        assertThat(violation(() -> json.readParts(body, StrictJson.MAX_BATCH_BYTES)))
                .isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "{'count': 2147483648} => /count",
                "{'count': -9223372036854775809} => /count",
                "{'count': 1, 'most': 100000000000000000000} => /most",
                "{'inner': [{'count': 1}, {'count': 2147483648}]} => /inner/1/count"
            })
    void a_whole_number_out_of_range_is_told_at_its_place(String body, String place) {
        assertThat(violation(() -> json.read(bytes(body.replace('\'', '"')), Counted.class)))
                .isEqualTo(new Violation(place, "is not a whole number in range"));
    }

    @Test
    void it_is_the_same_whatever_the_member_is_to_be() {
        var name = violation(() -> json.read(bytes("{\"name\":1E999}"), Named.class));
        var amount = violation(() -> json.read(bytes("{\"amount\":1E99999999999999999999}"), Amount.class));

        assertThat(name.pointer()).isEqualTo("/name");
        assertThat(amount.pointer()).isEqualTo("/amount");
        assertThat(amount.message()).isEqualTo(name.message()).contains("exponent");
    }

    @Test
    void short_exponents_are_read() {
        assertThat(json.read(bytes("{\"amount\":1.5E-3}"), Amount.class))
                .isEqualTo(new Amount(new BigDecimal("0.0015")));
        assertThat(json.read(bytes("{\"amount\":1e+99}"), Amount.class)).isEqualTo(new Amount(new BigDecimal("1E99")));
    }

    @Test
    void a_text_that_looks_like_one_stays_a_text() {
        assertThat(json.read(bytes("{\"name\":\"1E999999\"}"), Named.class)).isEqualTo(new Named("1E999999"));
    }

    @Test
    void what_is_broken_before_it_is_said_first() {
        var body = bytes("{\"amount\":,\"b\":1E99999999999999999999}");

        assertThat(violation(() -> json.read(body, Amount.class)).message()).startsWith("not well-formed JSON");
    }
}
