package dev.douane.service.rulesets;

import dev.douane.service.packs.PackQuarantine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once a ruleset can be asked; says why not before, where it is not the one that was activated last, and which packs are not asked
 * since they were too much work.
 */
@Readiness
@ApplicationScoped
class RulesetHealth implements HealthCheck {
    private final ActiveRuleset active;
    private final PackQuarantine quarantine;

    @Inject
    RulesetHealth(ActiveRuleset active, PackQuarantine quarantine) {
        this.active = active;
        this.quarantine = quarantine;
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
        var held = quarantine.held();
        if (!held.isEmpty()) {
            answer.withData("quarantined", String.join(", ", held));
        }
        return answer.build();
    }
}
