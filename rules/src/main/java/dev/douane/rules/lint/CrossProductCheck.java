package dev.douane.rules.lint;

import dev.douane.rules.drl.CrossProduct;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.limits.Limit;
import java.util.ArrayList;
import java.util.List;

/** Rules that look at several budgets or outages together. */
final class CrossProductCheck {
    private static final int WARNING_FROM = 1_000;
    private static final int NOTE_FROM = 100;

    private CrossProductCheck() {}

    static List<Finding> check(List<RuleTree> rules) {
        var findings = new ArrayList<Finding>();
        for (var rule : rules) {
            var product = CrossProduct.of(rule);
            if (product.size() >= NOTE_FROM) {
                findings.add(Finding.of(
                        LintCode.CROSS_PRODUCT,
                        severity(product.size()),
                        rule.place(),
                        rule.id(),
                        "rule (%s) looks at %s".formatted(rule.id(), product.text())));
            }
        }
        return findings;
    }

    private static Severity severity(long size) {
        if (size > Limit.RULE_WORK.most()) {
            return Severity.ERROR;
        }
        return size >= WARNING_FROM ? Severity.WARNING : Severity.NOTE;
    }
}
