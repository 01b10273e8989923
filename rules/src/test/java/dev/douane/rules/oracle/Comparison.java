package dev.douane.rules.oracle;

import dev.douane.rules.catalog.JurisdictionGroups.Membered;
import dev.douane.rules.decide.Rules;
import dev.douane.rules.facts.Facts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Asks the compiled packs and their pages the same, and keeps count. */
final class Comparison {
    private static final int SHOWN_MAX = 3;

    private static final PackOracle CLASSIFICATION = WorkloadClassification.pack();
    private static final List<PackOracle> OTHERS = List.of(
            CostTier.pack(),
            BudgetGuard.pack(),
            OpenWeightsContinuity.pack(),
            SovereigntyEu.pack(),
            SovereigntyIn.pack(),
            SovereigntyUk.pack());

    private final Rules rules;
    private final Membered groups;
    private final SortedMap<String, Integer> fired = new TreeMap<>();
    private final SortedMap<String, Integer> differing = new TreeMap<>();
    private final List<Difference> shown = new ArrayList<>();
    private int calls;

    Comparison(Rules rules, Membered groups) {
        this.rules = rules;
        this.groups = groups;
    }

    /** The ids of all rules that a page tells of. */
    static List<String> rulesOnPages() {
        return Stream.concat(Stream.of(CLASSIFICATION), OTHERS.stream())
                .flatMap(pack -> pack.laws().stream())
                .map(Law::rule)
                .sorted()
                .toList();
    }

    /** One call, as a decision goes: first its class, then everything else. */
    void compare(long seed) {
        calls++;
        var facts = new ArbitraryFacts(seed, groups).facts();
        try {
            var classification = rules.classify(facts);
            compare(
                    seed,
                    facts,
                    CLASSIFICATION.say(facts),
                    Said.of(classification.effects().enforced()));

            var classified =
                    classification.workloadClass().map(facts::classifiedAs).orElse(facts);
            var said = new HashSet<Said>();
            OTHERS.forEach(pack -> said.addAll(pack.say(classified)));
            compare(seed, classified, said, Said.of(rules.evaluate(classified).enforced()));
        } catch (RuntimeException e) {
            throw new AssertionError("seed %d, %s".formatted(seed, facts), e);
        }
    }

    private void compare(long seed, Facts facts, Set<Said> pages, Set<Said> packs) {
        packs.stream().map(Said::rule).distinct().forEach(rule -> fired.merge(rule, 1, Integer::sum));
        if (pages.equals(packs)) {
            return;
        }
        var onlyPages = new TreeSet<>(pages);
        onlyPages.removeAll(packs);
        var onlyPacks = new TreeSet<>(packs);
        onlyPacks.removeAll(pages);
        var difference = new Difference(seed, facts, onlyPages, onlyPacks);
        if (!differing.keySet().containsAll(difference.rules()) && shown.size() < SHOWN_MAX) {
            shown.add(difference);
        }
        difference.rules().forEach(rule -> differing.merge(rule, 1, Integer::sum));
    }

    /** How often each rule differed. */
    SortedMap<String, Integer> differing() {
        return differing;
    }

    /** The first differences, each about a rule that those before were not about. */
    List<Difference> shown() {
        return shown;
    }

    /** For how many calls the packs fired that rule. */
    int fired(String rule) {
        return fired.getOrDefault(rule, 0);
    }

    int silent(String rule) {
        return calls - fired(rule);
    }
}
