package dev.douane.rules.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A sorted copy of a sorted set keeps the other's order unless told not to; ours are always in natural order. */
class SortedMembersTest {
    @Test
    void a_set_sorted_backwards_is_kept_forwards() {
        assertThat(new Contract(Term.YES, Term.YES, Term.YES, backwards("a", "b")).certifications())
                .containsExactly("a", "b");
        assertThat(new Model(new ModelId("m"), "m", backwards("a", "b"), List.of()).aliases())
                .containsExactly("a", "b");
        assertThat(Deployment.of("d", "m", "p", "r", Tiers.SHIPPED.lowest())
                        .build()
                        .operations())
                .containsExactly("chat");
    }

    @Test
    void a_set_that_ignores_case_is_kept_to_the_letter() {
        var tags = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        tags.add("Gov");
        var deployment = Deployment.of("d", "m", "p", "r", Tiers.SHIPPED.lowest())
                .tags(tags)
                .build();

        assertThat(new Contract(Term.YES, Term.YES, Term.YES, tags)
                        .certifications()
                        .contains("gov"))
                .isFalse();
        assertThat(deployment.tags().contains("gov")).isFalse();
    }

    @Test
    void groups_sorted_backwards_are_kept_forwards() {
        var backwards = new TreeMap<String, JurisdictionGroups.Group>(Comparator.reverseOrder());
        backwards.put("a", new JurisdictionGroups.Group("a", List.of(), List.of()));
        backwards.put("b", new JurisdictionGroups.Group("b", List.of(), List.of()));

        assertThat(new JurisdictionGroups(backwards).groups().keySet()).containsExactly("a", "b");
    }

    private static SortedSet<String> backwards(String... words) {
        var set = new TreeSet<String>(Comparator.reverseOrder());
        set.addAll(List.of(words));
        return set;
    }
}
