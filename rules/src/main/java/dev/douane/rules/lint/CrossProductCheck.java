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
        long together = 0;
        for (var rule : rules) {
            var product = CrossProduct.of(rule);
            if (product.size() > Limit.RULE_WORK.most()) {
                findings.add(finding(rule, Severity.ERROR, "looks at " + product.text()));
                continue;
            }
            if (product.firingsMost() > Limit.RULE_FIRINGS.most()) {
                findings.add(finding(rule, Severity.ERROR, product.firingsText()));
                continue;
            }
            if (product.size() >= NOTE_FROM) {
                var severity = product.size() >= WARNING_FROM ? Severity.WARNING : Severity.NOTE;
                findings.add(finding(rule, severity, "looks at " + product.text()));
            }
            boolean was = together > Limit.FIRINGS.most();
            together += product.firingsMost();
            if (!was && together > Limit.FIRINGS.most()) {
                findings.add(finding(
                        rule,
                        Severity.WARNING,
                        "and those in front of it that look at several budgets or outages together may fire %d times%s: with more than %d the call is denied"
                                .formatted(together, CrossProduct.where(), Limit.FIRINGS.most())));
            }
        }
        return findings;
    }

    private static Finding finding(RuleTree rule, Severity severity, String what) {
        return Finding.of(
                LintCode.CROSS_PRODUCT, severity, rule.place(), rule.id(), "rule (%s) %s".formatted(rule.id(), what));
    }
}
