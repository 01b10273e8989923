package dev.douane.service.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.call.Caller;
import dev.douane.rules.call.CallerAttribute;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {
    private static final Reach SEARCH_IN_TWO_PLACES = ReachTerms.stored("""
            {"caller": {"product": ["search"], "environment": ["prod", "staging"]}}""");

    private static Caller caller(CallerAttribute attribute, String value) {
        return Caller.UNKNOWN.saying(attribute, value);
    }

    private static List<Violation> outside(Reach reach, Caller caller) {
        try {
            throw new AssertionError(reach.completed(caller, "/caller").toString());
        } catch (ProblemException refused) {
            assertThat(refused.type()).isEqualTo(ProblemType.OUT_OF_REACH);
            return refused.violations();
        }
    }

    @Test
    void what_is_fixed_is_filled_in_and_what_else_is_said_stays() {
        var completed = SEARCH_IN_TWO_PLACES.completed(
                caller(CallerAttribute.ENVIRONMENT, "prod").saying(CallerAttribute.USER, "u-1"), "/caller");

        assertThat(completed).isEqualTo(new Caller(null, "search", null, null, "u-1", null, "prod", null));
        assertThat(SEARCH_IN_TWO_PLACES.completed(completed, "/caller")).isEqualTo(completed);
    }

    @Test
    void another_value_is_outside_and_so_is_none_of_several() {
        assertThat(outside(SEARCH_IN_TWO_PLACES, caller(CallerAttribute.PRODUCT, "serach")))
                .containsExactly(
                        new Violation("/caller/environment", "is missing; the key is for prod, staging"),
                        new Violation("/caller/product", "[serach] is outside: the key is for search. Maybe search?"));
    }

    @Test
    void of_many_values_some_are_told() {
        var users = IntStream.range(0, 100).mapToObj("u-%02d"::formatted).toList();
        var wrong = new ArrayList<Violation>();
        var reach = new ReachTerms(new ReachTerms.CallerTerms(null, null, null, null, users, null)).read(wrong);

        assertThat(wrong).isEmpty();
        assertThat(outside(reach, caller(CallerAttribute.USER, "somebody else")))
                .containsExactly(new Violation(
                        "/caller/user",
                        "[somebody else] is outside: the key is for u-00, u-01, u-02, u-03, u-04 and 95 more."));
    }

    @Test
    void who_has_no_reach_asks_for_anybody() {
        var anybody = caller(CallerAttribute.PRODUCT, "ads");

        assertThat(ReachTerms.stored(null)).isSameAs(Reach.UNLIMITED);
        assertThat(Reach.UNLIMITED.completed(anybody, "/caller")).isSameAs(anybody);
        assertThat(ReachTerms.written(Reach.UNLIMITED)).isNull();
    }

    @Test
    void what_is_written_reads_as_what_was_said() {
        assertThat(ReachTerms.written(SEARCH_IN_TWO_PLACES))
                .isEqualTo("{\"caller\":{\"product\":[\"search\"],\"environment\":[\"prod\",\"staging\"]}}");
    }

    @Test
    void what_was_written_down_is_covered_where_it_says_all_of_it() {
        assertThat(SEARCH_IN_TWO_PLACES.covers(new Caller(null, "search", null, null, null, null, "prod", null)))
                .isTrue();
        assertThat(SEARCH_IN_TWO_PLACES.covers(new Caller(null, "ads", null, null, null, null, "prod", null)))
                .isFalse();
        assertThat(SEARCH_IN_TWO_PLACES.covers(caller(CallerAttribute.PRODUCT, "search")))
                .isFalse();
    }

    /** Written by a later version, or by hand. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"among\": [\"openai\"]}",
                "{\"caller\": {}}",
                "{\"caller\": {\"run\": [\"r-1\"]}}",
                "{\"caller\": {\"product\": []}}",
                "{\"caller\": {\"product\": [\" \"]}}",
                "[]"
            })
    void a_reach_that_is_not_understood_reaches_nobody(String written) {
        assertThatThrownBy(() -> ReachTerms.stored(written)).isInstanceOf(IllegalStateException.class);
    }
}
