package dev.douane.service.budgets;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A budget's terms, as a list shows them. */
record BudgetSummary(
        UUID id,
        String name,
        String owner,
        String amount,
        String currency,
        Map<String, String> scope,
        PeriodView period,
        String hardness,
        String holdExpiry,
        Instant createdAt,
        String createdBy) {
    /** How time is divided. */
    record PeriodView(String unit, String zone) {}

    static BudgetSummary of(BudgetRegister.Registered registered) {
        var budget = registered.budget();
        var scope = new TreeMap<String, String>();
        budget.scope().wanted().forEach((attribute, value) -> scope.put(attribute.word(), value));
        return new BudgetSummary(
                budget.id(),
                budget.name(),
                budget.owner(),
                budget.amount().toDecimal(2),
                registered.currency(),
                scope,
                new PeriodView(
                        budget.period().unit().word(), budget.period().zone().getId()),
                budget.hard() ? "hard" : "soft",
                budget.releases() ? "release" : "charge",
                registered.createdAt(),
                registered.createdBy());
    }
}
