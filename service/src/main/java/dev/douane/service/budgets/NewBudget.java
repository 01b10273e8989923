package dev.douane.service.budgets;

/** What is said when a budget is made; two that are equal are the same request. */
record NewBudget(String name, String currency, ScopeSelector scope, boolean starter, BudgetTerms terms) {
    static NewBudget of(BudgetRegister.Registered there) {
        var made = there.budget().made();
        return new NewBudget(made.name(), there.currency(), made.scope(), made.starter(), made.terms());
    }
}
