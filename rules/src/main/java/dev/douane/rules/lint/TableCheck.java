package dev.douane.rules.lint;

import dev.douane.rules.drl.Place;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.proof.Prover;
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
                    gaps(file, rows, prover, findings);
                    overlaps(rows, prover, strength, findings);
                });
        return findings;
    }

    private static void gaps(String file, List<RuleTree> rows, Prover prover, List<Finding> findings) {
        prover.gaps(rows, EXAMPLES_MAX)
                .filter(gaps -> gaps.count() > 0)
                .ifPresent(gaps -> findings.add(Finding.of(
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

    private static void overlaps(List<RuleTree> rows, Prover prover, Strength strength, List<Finding> findings) {
        for (int i = 0; i < rows.size(); i++) {
            for (int j = i + 1; j < rows.size(); j++) {
                var first = rows.get(i);
                var second = rows.get(j);
                boolean saysOther = !strength.covers(first, second) || !strength.covers(second, first);
                if (saysOther && !prover.exclude(first, second)) {
                    findings.add(Finding.of(
                            LintCode.TABLE_OVERLAP,
                            second.place(),
                            second.id(),
                            "row (%s) and row (%s, line %d) may hold for the same call"
                                    .formatted(
                                            second.id(),
                                            first.id(),
                                            first.place().line())));
                }
            }
        }
    }
}
