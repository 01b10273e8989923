package dev.douane.rules.pack;

import dev.douane.rules.decide.RuleRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What verifying a pack found.
 *
 * @param pack the pack
 * @param rules its rules, sorted by id
 * @param results of its scenarios, in the order of its files
 */
public record PackReport(Pack pack, List<RuleRef> rules, List<ScenarioResult> results) {
    public PackReport {
        rules = List.copyOf(rules);
        results = List.copyOf(results);
    }

    /** For each rule, the names of the scenarios that made it fire; an empty list for a rule that no scenario fires. */
    public SortedMap<String, List<String>> coverage() {
        var coverage = new TreeMap<String, List<String>>();
        for (var rule : rules) {
            coverage.put(
                    rule.id(),
                    results.stream()
                            .filter(result -> result.fired().contains(rule.id()))
                            .map(result -> result.scenario().name())
                            .toList());
        }
        return Collections.unmodifiableSortedMap(coverage);
    }

    /** Everything that keeps the pack from being published: failing scenarios, and rules that no scenario fires. */
    public List<PackProblem> problems() {
        var problems = new ArrayList<PackProblem>();
        for (var result : results) {
            if (!result.passed()) {
                var scenario = result.scenario();
                problems.add(new PackProblem(
                        scenario.file(),
                        scenario.line(),
                        "case (%s) fails:\n    %s"
                                .formatted(scenario.name(), String.join("\n    ", result.mismatches()))));
            }
        }
        coverage().forEach((rule, fired) -> {
            if (fired.isEmpty()) {
                problems.add(
                        PackProblem.in("", "rule (%s) is fired by no scenario: add one under tests/".formatted(rule)));
            }
        });
        return problems.stream().sorted().toList();
    }

    /** Whether the pack keeps what its author promises. */
    public boolean passed() {
        return problems().isEmpty();
    }
}
