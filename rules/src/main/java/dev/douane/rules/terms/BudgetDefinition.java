package dev.douane.rules.terms;

import dev.douane.rules.money.Money;
import dev.douane.rules.usage.EstimateTerms;
import java.util.UUID;

/**
 * A budget with the terms of one time.
 *
 * @param name unique among the budgets of the installation that are not closed
 * @param isDefault whether it is only for calls whose workflow no other budget names
 */
public record BudgetDefinition(UUID id, String name, ScopeSelector scope, boolean isDefault, BudgetTerms terms) {
    /** Who answers for it. */
    public String owner() {
        return terms.owner();
    }

    /** Per account and period. */
    public Money amount() {
        return terms.amount();
    }

    public Period period() {
        return terms.period();
    }

    /** Whether a call that does not fit is refused. */
    public boolean hard() {
        return terms.hard();
    }

    public Overrun overrun() {
        return terms.overrun();
    }

    /** What is held for a call. */
    public EstimateTerms estimate() {
        return terms.estimate();
    }

    /** Whether an unsettled hold that expires gives its money back, rather than being charged. */
    public boolean releases() {
        return terms.releases();
    }
}
