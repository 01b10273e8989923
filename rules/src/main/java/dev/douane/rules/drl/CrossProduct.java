package dev.douane.rules.drl;

import dev.douane.rules.limits.Combinations;
import dev.douane.rules.limits.Looking;

/**
 * What a rule that looks at several budgets or outages together makes of many of them.
 *
 * @param combinations what it looks at, whatever their number
 * @param firings how often it may fire for them
 */
public record CrossProduct(Combinations combinations, Combinations firings) {
    /** More budgets than a call usually touches. */
    private static final int BUDGETS = 16;

    /** More outages than there usually are. */
    private static final int OUTAGES = 32;

    /** That of a rule. */
    public static CrossProduct of(RuleTree rule) {
        var all =
                new Looking.All(rule.when().stream().map(CrossProduct::looking).toList());
        return new CrossProduct(all.combinations(), all.firings());
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

    /** How often it may fire for such a call, at most; 0 where it looks at no facts together. */
    public long firingsMost() {
        return firings.at(BUDGETS, OUTAGES);
    }

    /** As in {@code 3 budgets together: 4352 combinations where a call has 16 budgets and there are 32 outages}. */
    public String text() {
        var largest = combinations.largest(BUDGETS, OUTAGES);
        return "%s together: %d combinations%s".formatted(said(largest), size(), where());
    }

    /** As in {@code may fire 12288 times where a call has 16 budgets and there are 32 outages}. */
    public String firingsText() {
        return "may fire %d times%s".formatted(firingsMost(), where());
    }

    /** The call that all of this is said of. */
    public static String where() {
        return " where a call has %d budgets and there are %d outages".formatted(BUDGETS, OUTAGES);
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
