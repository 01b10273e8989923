package dev.douane.service.rulesets;

import dev.douane.service.identity.KeyRevoked;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** What a revoked key scheduled is withdrawn with it. What it put in force already stays, as does what others scheduled. */
@ApplicationScoped
class RevokedSchedules {
    private static final Logger LOG = Logger.getLogger(RevokedSchedules.class);

    private final RulesetRows rulesets;
    private final Activations activations;
    private final ActivationRows rows;

    @Inject
    RevokedSchedules(RulesetRows rulesets, Activations activations, ActivationRows rows) {
        this.rulesets = rulesets;
        this.activations = activations;
        this.rows = rows;
    }

    /** After the lock of keys; nothing that holds this one asks for that. */
    void withdraw(@Observes KeyRevoked key) {
        rulesets.lockActivation();
        var now = activations.now();
        var why = "Key (%s), which scheduled it, was revoked.".formatted(key.id());
        for (var scheduled : rows.scheduled(now)) {
            if (scheduled.activatedBy.equals(key.id())) {
                activations.withdraw(scheduled, why, key.by(), now);
                LOG.infof(
                        "ruleset %d, scheduled for %s, is withdrawn: key %s was revoked",
                        scheduled.ruleset, scheduled.effectiveAt, key.id());
            }
        }
    }
}
