package dev.douane.service.rulesets;

import dev.douane.service.packs.PackQuarantine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once a ruleset can be asked; says why not before, where it is not the one that was activated last, and which packs are not asked
 * since they were too much work, and which could not be tested since the checks became stricter.
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
        var quarantined = quarantine.held();
        if (!quarantined.isEmpty()) {
            answer.withData("quarantined", String.join(", ", quarantined));
        }
        active.held()
                .map(ActiveRuleset.Held::warnings)
                .filter(warnings -> !warnings.isEmpty())
                .ifPresent(warnings -> answer.withData("warned", String.join("; ", warnings)));
        return answer.build();
    }
}
