package dev.douane.rules.oracle;

import dev.douane.rules.facts.Facts;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Facts to which the packs and their pages say different things.
 *
 * @param seed repeats the facts
 * @param pages what only the pages say
 * @param packs what only the packs say
 */
record Difference(long seed, Facts facts, SortedSet<Said> pages, SortedSet<Said> packs) {
    /** The ids of the rules that it is about. */
    SortedSet<String> rules() {
        var rules = new TreeSet<String>();
        pages.forEach(said -> rules.add(said.rule()));
        packs.forEach(said -> rules.add(said.rule()));
        return rules;
    }

    @Override
    public String toString() {
        return """

                seed %d
                  only the pages say %s
                  only the packs say %s
                  %s
                  %s
                  %s
                  %s%s
                  outages %s
                """.formatted(
                        seed,
                        pages,
                        packs,
                        facts.call(),
                        facts.caller(),
                        facts.data(),
                        facts.workload(),
                        budgets(),
                        facts.outages());
    }

    private String budgets() {
        return facts.budgets().stream()
                .map(budget -> "\n  %s used %s elapsed %s pace %s until %s"
                        .formatted(
                                budget.name(),
                                budget.getUsedFraction(),
                                budget.getElapsedFraction(),
                                budget.getPace(),
                                budget.periodEnd()))
                .collect(Collectors.joining());
    }
}
