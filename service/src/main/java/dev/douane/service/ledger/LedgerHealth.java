package dev.douane.service.ledger;

import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while the writer cannot write: every decision would be a 503. */
@Readiness
class LedgerHealth implements HealthCheck {
    private final Ledger ledger;

    @Inject
    LedgerHealth(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ledger").status(ledger.isWorking()).build();
    }
}
