package dev.douane.rules.validator;

import dev.douane.rules.drl.CrossProduct;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.limits.Limit;
import java.util.List;

/** Refuses rules that look at so many budgets or outages together that an evaluation would not be begun, or would be broken off. */
final class CrossProducts {
    private CrossProducts() {}

    static void refuse(List<RuleTree> rules, Refusals refusals) {
        long together = 0;
        for (var rule : rules) {
            var product = CrossProduct.of(rule);
            if (product.size() > Limit.RULE_WORK.most()) {
                refusals.add(
                        rule.place(),
                        Refusal.LIMIT,
                        "rule (%s) looks at %s; at most %d\nMaybe look at fewer, or ask with exists in a rule of its own."
                                .formatted(rule.id(), product.text(), Limit.RULE_WORK.most()));
                continue;
            }
            if (product.firingsMost() > Limit.RULE_FIRINGS.most()) {
                refusals.add(
                        rule.place(),
                        Refusal.LIMIT,
                        "rule (%s) %s; at most %d\nMaybe look at fewer, or ask with exists."
                                .formatted(rule.id(), product.firingsText(), Limit.RULE_FIRINGS.most()));
                continue;
            }
            boolean was = together > Limit.PACK_WORK.most();
            together += product.size();
            if (!was && together > Limit.PACK_WORK.most()) {
                refusals.add(
                        rule.place(),
                        Refusal.LIMIT,
                        "rule (%s) is one too many of those that look at several budgets or outages together: it looks at %s, and with those in front of it at %d; at most %d"
                                .formatted(rule.id(), product.text(), together, Limit.PACK_WORK.most()));
            }
        }
    }
}
