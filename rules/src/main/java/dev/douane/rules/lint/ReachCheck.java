package dev.douane.rules.lint;

import dev.douane.rules.analysis.Prover;
import dev.douane.rules.drl.RuleTree;
import java.util.List;

/** Rules that nothing can make fire. */
final class ReachCheck {
    private ReachCheck() {}

    static List<Finding> check(List<RuleTree> rules, Prover prover) {
        return rules.stream()
                .filter(prover::isImpossible)
                .map(rule -> {
                    var fields = prover.contradictions(rule);
                    return Finding.of(
                            LintCode.UNREACHABLE_RULE,
                            rule.place(),
                            rule.id(),
                            "rule (%s) can never fire: %s"
                                    .formatted(
                                            rule.id(),
                                            fields.isEmpty()
                                                    ? "its conditions contradict each other"
                                                    : "no value of %s meets all it asks"
                                                            .formatted(String.join(" or ", fields))));
                })
                .toList();
    }
}
