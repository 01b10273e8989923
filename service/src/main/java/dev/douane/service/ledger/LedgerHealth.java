package dev.douane.service.ledger;

import dev.douane.service.budgets.Budgets;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while the writer cannot write, or before the budgets are known: every decision would be a 503, or blind. */
@Readiness
class LedgerHealth implements HealthCheck {
    private final Ledger ledger;
    private final Budgets budgets;

    @Inject
    LedgerHealth(Ledger ledger, Budgets budgets) {
        this.ledger = ledger;
        this.budgets = budgets;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ledger")
                .status(ledger.isWorking() && budgets.isLoaded())
                .build();
    }
}
