package dev.douane.service.rulesets;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once a ruleset can be asked; says why not before, and where it is not the one that was activated last. */
@Readiness
@ApplicationScoped
class RulesetHealth implements HealthCheck {
    private final ActiveRuleset active;

    @Inject
    RulesetHealth(ActiveRuleset active) {
        this.active = active;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("ruleset");
        active.current()
                .ifPresentOrElse(
                        inForce -> {
                            answer.up()
                                    .withData("number", inForce.ref().number())
                                    .withData("digest", inForce.ref().digest());
                            if (!active.behind().isEmpty()) {
                                answer.withData("behind", active.behind());
                            }
                        },
                        () -> answer.down().withData("reason", active.reason()));
        return answer.build();
    }
}
