package dev.douane.rules.terms;

import dev.douane.rules.money.Money;
import dev.douane.rules.usage.EstimateTerms;

/**
 * What of a budget can be amended.
 *
 * @param owner who answers for it: a P&L, not a central fund
 * @param amount per account and period
 * @param hard whether a call that does not fit is refused
 * @param estimate what is held for a call
 * @param releases whether an unsettled hold that expires gives its money back, rather than being charged
 * @param closed whether it touches no call
 */
public record BudgetTerms(
        String owner,
        Money amount,
        Period period,
        boolean hard,
        Overrun overrun,
        EstimateTerms estimate,
        Rollover rollover,
        boolean releases,
        boolean closed) {}
