package dev.douane.service.rulesets;

import dev.douane.service.packs.PackQuarantine;
import dev.douane.service.platform.TimeSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once a ruleset can be asked; says why not before, where it is not the one that was activated last, and which packs are not asked
 * since they were too much work, and when they are enforced all the same, and which could not be tested since the checks became stricter.
 */
@Readiness
@ApplicationScoped
class RulesetHealth implements HealthCheck {
    private final ActiveRuleset active;
    private final PackQuarantine quarantine;
    private final TimeSource time;

    @Inject
    RulesetHealth(ActiveRuleset active, PackQuarantine quarantine, TimeSource time) {
        this.active = active;
        this.quarantine = quarantine;
        this.time = time;
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
            answer.withData("quarantined", quarantined.stream().map(this::told).collect(Collectors.joining(", ")));
        }
        active.held()
                .map(ActiveRuleset.Held::warnings)
                .filter(warnings -> !warnings.isEmpty())
                .ifPresent(warnings -> answer.withData("warned", String.join("; ", warnings)));
        return answer.build();
    }

    /** What is held on trial and begins to count by itself says so before it does. */
    private String told(String pack) {
        return active.held()
                .flatMap(held -> Optional.ofNullable(held.modes().get(pack)))
                .flatMap(modes -> modes.enforcedNext(time.now()))
                .map(from -> "%s (enforced from %s)".formatted(pack, from))
                .orElse(pack);
    }
}
