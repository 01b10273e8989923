package dev.douane.rules.lint;

import dev.douane.rules.analysis.Prover;
import dev.douane.rules.drl.Place;
import dev.douane.rules.drl.RuleTree;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Decision tables as a whole: what no row covers, and what two rows decide differently. */
final class TableCheck {
    private static final int EXAMPLES_MAX = 3;

    private TableCheck() {}

    static List<Finding> check(List<RuleTree> rules, Prover prover, Strength strength) {
        var findings = new ArrayList<Finding>();
        rules.stream()
                .filter(rule -> rule.place().file().startsWith("tables/"))
                .collect(Collectors.groupingBy(rule -> rule.place().file(), TreeMap::new, Collectors.toList()))
                .forEach((file, rows) -> {
                    findings.addAll(
                            Compared.eachOf(rows.subList(0, 1), prover, (i, compared) -> gaps(file, rows, compared)));
                    findings.addAll(
                            Compared.eachOf(rows, prover, (i, compared) -> overlaps(rows, i, strength, compared)));
                });
        return findings;
    }

    private static void gaps(String file, List<RuleTree> rows, Compared compared) {
        compared.prover()
                .gaps(rows, EXAMPLES_MAX)
                .filter(gaps -> gaps.count() > 0)
                .ifPresent(gaps -> compared.found(Finding.of(
                        LintCode.TABLE_GAP,
                        new Place(file, 0, 0),
                        "",
                        "%d of %d combinations of %s have no row, such as %s"
                                .formatted(
                                        gaps.count(),
                                        gaps.combinations(),
                                        String.join(", ", gaps.fields()),
                                        String.join("; ", gaps.examples())))));
    }

    private static void overlaps(List<RuleTree> rows, int at, Strength strength, Compared compared) {
        var first = rows.get(at);
        for (var second : rows.subList(at + 1, rows.size())) {
            compared.effects(first, second);
            boolean saysOther = !strength.covers(first, second) || !strength.covers(second, first);
            if (saysOther && !compared.prover().exclude(first, second)) {
                compared.found(Finding.of(
                        LintCode.TABLE_OVERLAP,
                        second.place(),
                        second.id(),
                        "row (%s) and row (%s, line %d) may hold for the same call"
                                .formatted(
                                        second.id(), first.id(), first.place().line())));
            }
        }
    }
}
