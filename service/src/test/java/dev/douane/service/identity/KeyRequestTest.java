package dev.douane.service.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.call.CallerAttribute;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.StrictJson;
import dev.douane.service.platform.Violation;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRequestTest {
    private static ApiKeys.Wanted read(String reach) {
        return new StrictJson()
                .read(
                        "{\"name\": \"x\", \"roles\": [\"gateway\"], \"reach\": %s}"
                                .formatted(reach)
                                .getBytes(UTF_8),
                        KeyRequest.class)
                .checked(Instant.EPOCH)
                .wanted();
    }

    /** What programs make of a team they do not have is no key for every team. */
    @ParameterizedTest
    @ValueSource(strings = {"organisation", "product", "team", "workflow", "user", "environment"})
    void nulls_alone_in_a_reach_are_refused_at_their_place(String attribute) {
        assertThatThrownBy(() -> read("{\"caller\": {\"%s\": null}}".formatted(attribute)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.violations())
                                .containsExactly(
                                        new Violation(
                                                "/reach/caller/" + attribute,
                                                "must be a list of values; leave reach out for a key that may ask for anybody")));
    }

    @Test
    void each_null_is_told() {
        assertThatThrownBy(() -> read("{\"caller\": {\"team\": null, \"user\": null}}"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.violations())
                                .extracting(Violation::pointer)
                                .containsExactly("/reach/caller/team", "/reach/caller/user"));
        assertThatThrownBy(() -> read("{\"caller\": null}"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.violations())
                                .extracting(Violation::pointer)
                                .containsExactly("/reach/caller"));
    }

    /** Generated clients write null for every member that was not set. */
    @Test
    void nulls_beside_a_value_say_nothing() {
        var reach = read("{\"caller\": {\"organisation\": null, \"product\": [\"search\"], \"team\": null}}")
                .reach();

        assertThat(reach.callers().values()).containsOnlyKeys(CallerAttribute.PRODUCT);
        assertThat(read("null").reach()).isSameAs(Reach.UNLIMITED);
    }
}
