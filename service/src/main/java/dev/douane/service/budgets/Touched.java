package dev.douane.service.budgets;

import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import java.time.Instant;

/** An account that a call touches, whether it was opened already or not. */
public final class Touched {
    private final BudgetDefinition budget;
    private final AccountKey key;
    private final Period.Span span;

    Touched(BudgetDefinition budget, String scope, Period.Span span) {
        this.budget = budget;
        this.key = new AccountKey(budget.id(), scope, span.start());
        this.span = span;
    }

    BudgetDefinition budget() {
        return budget;
    }

    AccountKey key() {
        return key;
    }

    Period.Span span() {
        return span;
    }

    /** What a rule sees of the account. */
    Budget fact(boolean hard, Money limit, Money held, Money spent, Instant at) {
        return new Budget(
                budget.name(), budget.owner(), key.scope(), hard, limit, held, spent, span.start(), span.end(), at);
    }
}
