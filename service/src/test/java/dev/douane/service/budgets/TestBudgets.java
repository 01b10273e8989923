package dev.douane.service.budgets;

import dev.douane.rules.money.Money;
import dev.douane.rules.terms.BudgetDefinition;
import dev.douane.rules.terms.BudgetTerms;
import dev.douane.rules.terms.Overrun;
import dev.douane.rules.terms.Period;
import dev.douane.rules.terms.Rollover;
import dev.douane.rules.terms.ScopeSelector;
import dev.douane.rules.usage.EstimateTerms;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.UUID;

/** Budgets as tests need them. */
final class TestBudgets {
    static final Period MONTH = Period.monthly(ZoneId.of("UTC"));

    private TestBudgets() {}

    /** Hard, of ten a month. */
    static BudgetDefinition budget(String name, ScopeSelector scope) {
        return budget(name, scope, false, terms(MONTH, "10", new Rollover.None()));
    }

    static BudgetDefinition budget(String name, ScopeSelector scope, boolean starter, BudgetTerms terms) {
        return new BudgetDefinition(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)), name, scope, starter, terms);
    }

    static BudgetTerms terms(Period period, String amount, Rollover rollover) {
        return new BudgetTerms(
                "P&L",
                Money.parse(amount),
                period,
                true,
                Overrun.NEVER,
                EstimateTerms.WORST_CASE,
                rollover,
                false,
                false);
    }
}
