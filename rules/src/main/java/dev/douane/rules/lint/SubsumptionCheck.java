package dev.douane.rules.lint;

import dev.douane.rules.analysis.Prover;
import dev.douane.rules.drl.RuleTree;
import java.util.List;

/** Rules that another rule makes superfluous. */
final class SubsumptionCheck {
    private SubsumptionCheck() {}

    static List<Finding> check(List<RuleTree> rules, Prover prover, Strength strength) {
        return Compared.eachOf(rules, prover, (i, compared) -> {
            var rule = rules.get(i);
            for (int j = 0; j < rules.size(); j++) {
                var other = rules.get(j);
                compared.effects(rule, other);
                if (i != j && isSuperfluous(rule, i, other, j, compared.prover(), strength)) {
                    compared.found(Finding.of(
                            LintCode.SUBSUMED_RULE,
                            rule.place(),
                            rule.id(),
                            "rule (%s) adds nothing: whenever it fires, %s (%s) fires too and asks for at least as much"
                                    .formatted(rule.id(), other.id(), other.place())));
                    break;
                }
            }
        });
    }

    /** Of two that say the same, the later one is superfluous. */
    private static boolean isSuperfluous(
            RuleTree rule, int at, RuleTree other, int otherAt, Prover prover, Strength strength) {
        return strength.covers(other, rule)
                && prover.implies(rule, other)
                && !(at < otherAt && strength.covers(rule, other) && prover.implies(other, rule));
    }
}
