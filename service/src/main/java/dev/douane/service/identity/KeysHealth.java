package dev.douane.service.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Never in the way of readiness; tells how many keys may ask for anybody. */
@Readiness
@ApplicationScoped
class KeysHealth implements HealthCheck {
    private final KeysWithoutReach unlimited;

    @Inject
    KeysHealth(KeysWithoutReach unlimited) {
        this.unlimited = unlimited;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("keys").up();
        unlimited.last().ifPresent(count -> answer.withData("withoutReach", count));
        return answer.build();
    }
}
