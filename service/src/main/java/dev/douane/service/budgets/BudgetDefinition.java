package dev.douane.service.budgets;

import dev.douane.rules.money.Money;
import java.util.UUID;

/**
 * A budget's terms.
 *
 * @param name unique in the installation
 * @param owner who answers for it: a P&L, not a central fund
 * @param amount per account and period
 * @param hard whether a call that does not fit is refused
 * @param releases whether an unsettled hold that expires gives its money back, rather than being charged
 */
public record BudgetDefinition(
        UUID id,
        String name,
        String owner,
        Money amount,
        ScopeSelector scope,
        Period period,
        boolean hard,
        boolean releases) {}
