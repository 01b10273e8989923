package dev.douane.rules.proof;

import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.drl.Vocabulary;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Answers questions about the conditions of rules from their trees alone. What it says is so; what it does not say may be so and was not
 * proved. Parameters may have any value. Not safe for use by several threads.
 */
public final class Prover {
    private final Universes universes;
    private final IdentityHashMap<RuleTree, Optional<List<Situation>>> ways = new IdentityHashMap<>();

    /** @param vocabulary which words there are; a word outside it cannot be a value */
    public Prover(Vocabulary vocabulary) {
        this.universes = new Universes(vocabulary);
    }

    private Optional<List<Situation>> ways(RuleTree rule) {
        return ways.computeIfAbsent(rule, each -> new Situations(universes).of(each));
    }

    /** Whether no call can make the rule fire. */
    public boolean isImpossible(RuleTree rule) {
        return ways(rule)
                .filter(all -> all.stream().allMatch(Situation::isImpossible))
                .isPresent();
    }

    /** The fields for which nothing is left, as in {@code Workload.criticality}; of an impossible rule. */
    public List<String> contradictions(RuleTree rule) {
        return ways(rule).orElse(List.of()).stream()
                .flatMap(way -> way.contradictions().stream())
                .distinct()
                .toList();
    }

    /** Whether every call that makes {@code one} fire makes {@code other} fire. */
    public boolean implies(RuleTree one, RuleTree other) {
        var from = ways(one);
        var to = ways(other);
        return from.isPresent()
                && to.isPresent()
                && from.get().stream().allMatch(way -> to.get().stream().anyMatch(way::implies));
    }

    /** Whether no call makes both fire. */
    public boolean exclude(RuleTree one, RuleTree other) {
        var first = ways(one);
        var second = ways(other);
        return first.isPresent()
                && second.isPresent()
                && first.get().stream()
                        .allMatch(way -> second.get().stream()
                                .allMatch(another -> way.and(another).isImpossible()));
    }

    /**
     * Which combinations of the values that these rules tell apart none of them covers.
     *
     * @param examplesMax how many to spell out
     * @return empty where that cannot be said
     */
    public Optional<Gaps> gaps(List<RuleTree> rules, int examplesMax) {
        var all = rules.stream().map(this::ways).toList();
        return all.stream().anyMatch(Optional::isEmpty)
                ? Optional.empty()
                : Gaps.of(all.stream().map(Optional::orElseThrow).toList(), examplesMax);
    }
}
