package dev.douane.service.rulesets;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Which ruleset this node decides under, and whether it is the one it should be. */
@Startup
@ApplicationScoped
class RulesetMetrics {
    @Inject
    RulesetMetrics(MeterRegistry registry, ActiveRuleset active) {
        Gauge.builder("douane.ruleset.number", active, RulesetMetrics::number)
                .description("number of the ruleset that this node decides under, 0 while there is none")
                .strongReference(true)
                .register(registry);
        Gauge.builder("douane.ruleset.behind", active, held -> held.behind().isEmpty() ? 0 : 1)
                .description("1 while the ruleset that was activated last cannot be brought in force on this node")
                .strongReference(true)
                .register(registry);
    }

    private static double number(ActiveRuleset active) {
        return active.current().map(inForce -> inForce.ref().number()).orElse(0);
    }
}
