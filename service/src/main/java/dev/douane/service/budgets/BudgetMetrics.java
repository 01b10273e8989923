package dev.douane.service.budgets;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** How old this node's picture of budgets and accounts is, and how much of them it remembers. */
@Startup
@ApplicationScoped
class BudgetMetrics {
    @Inject
    BudgetMetrics(MeterRegistry registry, Budgets budgets) {
        Gauge.builder("douane.budget.view.age", budgets, BudgetMetrics::ageSeconds)
                .baseUnit("seconds")
                .description(
                        "since the picture of budgets was last compared with the database; NaN before the first time")
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        "douane.budget.accounts.remembered",
                        budgets,
                        known -> known.seen().remembered())
                .description("open accounts that this node has in memory; others are read when they are asked for")
                .strongReference(true)
                .register(registry);
    }

    private static double ageSeconds(Budgets budgets) {
        return budgets.age().map(age -> age.toMillis() / 1e3).orElse(Double.NaN);
    }
}
