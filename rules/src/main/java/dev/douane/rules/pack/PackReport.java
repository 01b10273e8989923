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
    /** Past these, failing cases are only counted: nobody reads on. */
    private static final int TOLD_CHARS = 200_000;

    public PackReport {
        rules = List.copyOf(rules);
        results = List.copyOf(results);
    }

    /** For each rule, the names of the scenarios that made it fire; an empty list for a rule that no scenario fires. */
    public SortedMap<String, List<String>> coverage() {
        var coverage = new TreeMap<String, List<String>>();
        rules.forEach(rule -> coverage.put(rule.id(), new ArrayList<>()));
        for (var result : results) {
            for (var fired : result.fired()) {
                var names = coverage.get(fired);
                if (names != null) {
                    names.add(result.scenario().name());
                }
            }
        }
        coverage.replaceAll((rule, names) -> Collections.unmodifiableList(names));
        return Collections.unmodifiableSortedMap(coverage);
    }

    /**
     * Everything that keeps the pack from being published: failing scenarios by their place, and behind them rules that no scenario fires. Of these
     * nothing is said where the rules of a case could not be evaluated, as it would fire them otherwise.
     */
    public List<PackProblem> problems() {
        var problems = new ArrayList<PackProblem>();
        int told = 0;
        int untold = 0;
        for (var result : results) {
            if (!result.passed() && told > TOLD_CHARS) {
                untold++;
            } else if (!result.passed()) {
                var scenario = result.scenario();
                var message = "case (%s) fails:\n    %s"
                        .formatted(scenario.name(), String.join("\n    ", result.mismatches()));
                told += message.length();
                problems.add(new PackProblem(
                        scenario.file(), scenario.line(), scenario.column(), PackProblem.CASE, message));
            }
        }
        if (untold > 0) {
            problems.add(new PackProblem("", 0, 0, PackProblem.CASE, "%d more cases fail".formatted(untold)));
        }
        if (results.stream().allMatch(ScenarioResult::evaluated)) {
            coverage().forEach((rule, fired) -> {
                if (fired.isEmpty()) {
                    problems.add(PackProblem.in(
                            "", "rule (%s) is fired by no scenario: add one under tests/".formatted(rule)));
                }
            });
        }
        return problems.stream().sorted().toList();
    }

    /** Whether the pack keeps what its author promises. */
    public boolean passed() {
        return problems().isEmpty();
    }
}
