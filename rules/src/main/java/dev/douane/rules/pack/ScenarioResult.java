package dev.douane.rules.pack;

import dev.douane.rules.facts.Facts;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What came of a scenario.
 *
 * @param mismatches what should have been and was not, in words; empty where all was as expected
 * @param fired ids of the rules that fired
 * @param facts what the rules saw
 * @param evaluated whether the rules came to an end: false where one failed or was past a bound, so that which would fire is not known
 */
public record ScenarioResult(
        Scenario scenario, List<String> mismatches, SortedSet<String> fired, Facts facts, boolean evaluated) {
    public ScenarioResult {
        mismatches = List.copyOf(mismatches);
        fired = Collections.unmodifiableSortedSet(new TreeSet<>(fired));
    }

    /** Whether all was as expected. */
    public boolean passed() {
        return mismatches.isEmpty();
    }
}
