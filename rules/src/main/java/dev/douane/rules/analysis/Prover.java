package dev.douane.rules.analysis;

import dev.douane.rules.drl.RuleMeaning;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.limits.Work;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about the conditions of rules from their trees alone. What it says is so; what it does not say may be so and was not
 * proved. Parameters may have any value. Not safe for use by several threads.
 */
public final class Prover {
    /** What comparing two ways to fire costs, where comparing two effects costs one. */
    private static final int PAIR_OF_WAYS = 5;

    /** One for all rules, so that what is unknown in one is never taken for what is unknown in another. */
    private final Situations situations;

    private final IdentityHashMap<RuleTree, Optional<List<Situation>>> ways;
    private final IdentityHashMap<RuleTree, List<String>> meanings;
    private final @Nullable Work work;

    /** @param vocabulary which words there are; a word outside it cannot be a value */
    public Prover(Vocabulary vocabulary) {
        this(new Situations(new Universes(vocabulary)), new IdentityHashMap<>(), new IdentityHashMap<>(), null);
    }

    private Prover(
            Situations situations,
            IdentityHashMap<RuleTree, Optional<List<Situation>>> ways,
            IdentityHashMap<RuleTree, List<String>> meanings,
            @Nullable Work work) {
        this.situations = situations;
        this.ways = ways;
        this.meanings = meanings;
        this.work = work;
    }

    /** The same, but what rules are held against each other is counted first; past its end {@link dev.douane.rules.limits.OverLimit} is thrown. */
    public Prover counting(Work spent) {
        return new Prover(situations, ways, meanings, spent);
    }

    private void spend(long pairs) {
        if (work != null) {
            work.spend(pairs);
        }
    }

    private void compare(Optional<List<Situation>> one, Optional<List<Situation>> other) {
        spend((long) PAIR_OF_WAYS
                * one.map(List::size).orElse(0)
                * other.map(List::size).orElse(0));
    }

    private Optional<List<Situation>> ways(RuleTree rule) {
        return ways.computeIfAbsent(rule, situations::of);
    }

    private List<String> meaning(RuleTree rule) {
        return meanings.computeIfAbsent(rule, each -> RuleMeaning.of(each).conditions());
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
        compare(from, to);
        if (meaning(one).equals(meaning(other))) {
            return true;
        }
        return from.isPresent()
                && to.isPresent()
                && from.get().stream().allMatch(way -> to.get().stream().anyMatch(way::implies));
    }

    /** Whether no call makes both fire. */
    public boolean exclude(RuleTree one, RuleTree other) {
        var first = ways(one);
        var second = ways(other);
        compare(first, second);
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
                : Gaps.of(all.stream().map(Optional::orElseThrow).toList(), examplesMax, this::spend);
    }
}
