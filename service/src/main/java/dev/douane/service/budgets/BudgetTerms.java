package dev.douane.service.budgets;

import dev.douane.rules.money.Money;

/** What is said when a budget is made; two budgets with the same terms are the same request. */
record BudgetTerms(
        String name,
        String owner,
        Money amount,
        String currency,
        ScopeSelector scope,
        Period period,
        boolean hard,
        boolean releases) {
    static BudgetTerms of(BudgetRegister.Registered there) {
        var budget = there.budget();
        return new BudgetTerms(
                budget.name(),
                budget.owner(),
                budget.amount(),
                there.currency(),
                budget.scope(),
                budget.period(),
                budget.hard(),
                budget.releases());
    }
}
