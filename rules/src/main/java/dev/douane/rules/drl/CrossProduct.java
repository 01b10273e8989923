package dev.douane.rules.drl;

import dev.douane.rules.limits.Combinations;
import dev.douane.rules.limits.Looking;

/**
 * What a rule that looks at several budgets or outages together makes of many of them.
 *
 * @param combinations what it looks at, whatever their number
 */
public record CrossProduct(Combinations combinations) {
    /** More budgets than a call usually touches. */
    private static final int BUDGETS = 16;

    /** More outages than there usually are. */
    private static final int OUTAGES = 32;

    /** That of a rule. */
    public static CrossProduct of(RuleTree rule) {
        return new CrossProduct(
                new Looking.All(rule.when().stream().map(CrossProduct::looking).toList()).combinations());
    }

    private static Looking looking(Condition condition) {
        return switch (condition) {
            case Condition.Pattern pattern ->
                new Looking.Each(
                        switch (pattern.fact()) {
                            case BUDGET -> Looking.Kind.BUDGET;
                            case OUTAGE -> Looking.Kind.OUTAGE;
                            case CALL, CALLER, DATA, WORKLOAD, VALUE, CLOCK -> Looking.Kind.SINGLE;
                        });
            case Condition.Not(var inner, var unused) -> new Looking.Whether(looking(inner));
            case Condition.Exists(var inner, var unused) -> new Looking.Whether(looking(inner));
            case Condition.And(var parts, var unused) ->
                new Looking.All(parts.stream().map(CrossProduct::looking).toList());
            case Condition.Or(var parts, var unused) ->
                new Looking.Any(parts.stream().map(CrossProduct::looking).toList());
        };
    }

    /** How many combinations that are for a call with more facts than usual; 0 where none are looked at together. */
    public long size() {
        return combinations.at(BUDGETS, OUTAGES);
    }

    /** As in {@code 3 budgets together: 4352 combinations where a call has 16 budgets and there are 32 outages}. */
    public String text() {
        var largest = combinations.largest(BUDGETS, OUTAGES);
        return "%s together: %d combinations where a call has %d budgets and there are %d outages"
                .formatted(said(largest), size(), BUDGETS, OUTAGES);
    }

    private static String said(Combinations.Product product) {
        var budgets = product.budgets() + (product.budgets() == 1 ? " budget" : " budgets");
        var outages = product.outages() + (product.outages() == 1 ? " outage" : " outages");
        if (product.outages() == 0) {
            return budgets;
        }
        return product.budgets() == 0 ? outages : budgets + " and " + outages;
    }
}
