package dev.douane.service.budgets;

import dev.douane.service.platform.TimeSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** How old this node's picture of budgets and accounts is. */
@Startup
@ApplicationScoped
class BudgetMetrics {
    @Inject
    BudgetMetrics(MeterRegistry registry, Budgets budgets, TimeSource time) {
        Gauge.builder("douane.budget.view.age", budgets, seen -> ageSeconds(seen, time))
                .baseUnit("seconds")
                .description(
                        "since the picture of budgets was last compared with the database; NaN before the first time")
                .strongReference(true)
                .register(registry);
    }

    private static double ageSeconds(Budgets budgets, TimeSource time) {
        var loaded = budgets.loadedAt();
        return loaded == null
                ? Double.NaN
                : Duration.between(loaded, time.now()).toMillis() / 1e3;
    }
}
