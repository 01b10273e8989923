package dev.douane.rules.terms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.call.Caller;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScopeSelectorTest {
    private static final Caller SEARCH =
            new Caller("acme", "search", "ranking", "query-rewrite", "u-123", null, "prod", "DE");

    private static ScopeSelector selector(Map<Attribute, String> wanted) {
        return ScopeSelector.of(wanted);
    }

    @Test
    void an_empty_selector_is_for_every_call() {
        var everything = selector(Map.of());

        assertThat(everything.matches(Caller.UNKNOWN, null)).isTrue();
        assertThat(everything.scope(SEARCH, null)).isEqualTo("everything");
    }

    @Test
    void all_values_must_be_there_and_a_missing_one_is_none_of_them() {
        var both = selector(Map.of(Attribute.PRODUCT, "search", Attribute.ENVIRONMENT, "prod"));

        assertThat(both.matches(SEARCH, null)).isTrue();
        assertThat(both.scope(SEARCH, null)).isEqualTo("product=search,environment=prod");
        assertThat(both.matches(Caller.UNKNOWN, null)).isFalse();
        assertThat(selector(Map.of(Attribute.PRODUCT, "shop")).matches(SEARCH, null))
                .isFalse();
        assertThat(selector(Map.of(Attribute.RUN, "r")).matches(SEARCH, null)).isFalse();
    }

    @Test
    void each_value_is_an_account_and_leaving_it_out_is_one_too() {
        var seats = selector(Map.of(Attribute.PRODUCT, "search", Attribute.USER, Wanted.EACH_WORD));
        var nobody = new Caller(null, "search", null, null, null, null, null, null);

        assertThat(seats.scope(SEARCH, null)).isEqualTo("product=search,user=u-123");
        assertThat(seats.matches(nobody, null)).isTrue();
        assertThat(seats.scope(nobody, null)).isEqualTo("product=search,user=(none)");
    }

    @Test
    void nobody_can_name_himself_into_another_account() {
        var seats = selector(Map.of(Attribute.TEAM, Wanted.EACH_WORD, Attribute.USER, Wanted.EACH_WORD));
        var random = new Random(7);
        var letters = "a,=()%é\u0000😀~ ";
        var callers = new HashSet<Caller>();
        var scopes = new HashSet<String>();
        callers.add(new Caller(null, null, null, null, null, null, null, null));
        callers.add(new Caller(null, null, "(none)", null, "(none)", null, null, null));
        callers.add(new Caller(null, null, "a,user=b", null, null, null, null, null));
        callers.add(new Caller(null, null, "a", null, "b,user=(none)", null, null, null));
        for (int i = 0; i < 20_000; i++) {
            callers.add(new Caller(null, null, word(random, letters), null, word(random, letters), null, null, null));
        }

        callers.forEach(caller -> scopes.add(seats.scope(caller, null)));

        assertThat(scopes).hasSameSizeAs(callers).noneMatch(scope -> scope.indexOf('\0') >= 0);
    }

    private static String word(Random random, String letters) {
        var points = letters.codePoints().toArray();
        var word = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            word.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return word.toString();
    }

    @Test
    void a_very_long_scope_ends_in_a_digest_and_stays_apart_from_its_like() {
        var seats = selector(Map.of(Attribute.USER, Wanted.EACH_WORD));
        var one = seats.scope(new Caller(null, null, null, null, "u".repeat(5000) + "1", null, null, null), null);
        var other = seats.scope(new Caller(null, null, null, null, "u".repeat(5000) + "2", null, null, null), null);

        assertThat(one).hasSizeLessThan(300).startsWith("user=uuu").isNotEqualTo(other);
    }

    @Test
    void empty_and_endless_values_are_refused() {
        assertThatThrownBy(() -> selector(Map.of(Attribute.USER, ""))).hasMessageContaining("1 to 256");
        assertThatThrownBy(() -> selector(Map.of(Attribute.USER, "u".repeat(257))))
                .hasMessageContaining("1 to 256");
    }
}
