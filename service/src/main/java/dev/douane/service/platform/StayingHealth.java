package dev.douane.service.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness ends as soon as the server is told to stop, while it still answers. */
@Readiness
@ApplicationScoped
class StayingHealth implements HealthCheck {
    private final Drain drain;

    @Inject
    StayingHealth(Drain drain) {
        this.drain = drain;
    }

    @Override
    public HealthCheckResponse call() {
        var check = HealthCheckResponse.named("staying").status(!drain.hasBegun());
        return drain.hasBegun() ? check.withData("reason", "The server stops.").build() : check.build();
    }
}
