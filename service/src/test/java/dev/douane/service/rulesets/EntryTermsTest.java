package dev.douane.service.rulesets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackReader;
import dev.douane.service.platform.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntryTermsTest {
    private final StrictJson json = new StrictJson();

    @Test
    void terms_come_back_from_a_row_as_they_went_in() throws PackException {
        var written = """
                {"until":"2026-12-01T00:00:00.123456Z","scope":{"organisation":["acme"],"team":["a","b"]},\
                "scopes":[{"scope":{"environment":["dev"]},"mode":"observe","until":"2027-01-01T00:00:00Z"},\
                {"scope":{"team":["a"]},"mode":"enforce"}],"parameters":{"ceiling":"0.05","text":"a\\nb"}}""";
        var entry = read(written).entry(pack(), "observe");

        assertThat(json.write(EntryTerms.of(entry)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(written);
        assertThat(read("{}").entry(pack(), "enforce").modes().isAlwaysEnforced())
                .isTrue();
    }

    @Test
    void what_makes_no_sense_is_named() throws PackException {
        var pack = pack();

        assertThatThrownBy(() -> read("{\"scope\":{\"tem\":[\"a\"]}}").entry(pack, "enforce"))
                .hasMessage("scope attribute (tem) must be one of organisation, product, team, workflow, user, run,"
                        + " environment, location");
        assertThatThrownBy(() -> read("{}").entry(pack, "watch")).hasMessage("mode (watch) must be enforce or observe");
        assertThatThrownBy(() -> read("{\"until\":\"2026-12-01T00:00:00Z\"}").entry(pack, "enforce"))
                .hasMessageContaining("goes with mode observe");
    }

    /** They were, where names grew with their spelling. */
    @Test
    void terms_that_are_longer_than_a_request_are_read() throws PackException {
        var teams = IntStream.range(0, 3_000)
                .mapToObj(i -> "\"%s%04d\"".formatted("t".repeat(100), i))
                .collect(Collectors.joining(","));
        var written = "{\"scope\":{\"team\":[" + teams + "]}}";
        assertThat(written.length()).isGreaterThan(StrictJson.MAX_BYTES);

        assertThat(json.write(EntryTerms.of(read(written).entry(pack(), "enforce"))))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(written);
    }

    private EntryTerms read(String text) {
        return json.readStored(text, EntryTerms.class);
    }

    private static dev.douane.rules.pack.Pack pack() throws PackException {
        return PackReader.of("example", List.of(new PackFile("pack.yaml", """
                name: example
                version: 1.0.0
                concern: cost-tier
                owners: [tests]
                title: An example
                description: Says nothing.
                """), new PackFile("rules/none.drl", "")));
    }
}
