package dev.douane.rules.oracle;

import dev.douane.rules.decide.Effect.Flag;
import dev.douane.rules.decide.Effect.PreferOpenWeights;
import dev.douane.rules.decide.Effect.RequireContinuityClause;
import dev.douane.rules.decide.Effect.RequireOpenWeights;
import dev.douane.rules.decide.Effect.RequireSelfHosted;
import dev.douane.rules.decide.Effect.RequireTag;
import dev.douane.rules.facts.Facts;
import java.util.List;
import java.util.function.Predicate;

/** The page {@code open-weights-continuity.md}. */
final class OpenWeightsContinuity {
    private OpenWeightsContinuity() {}

    static PackOracle pack() {
        return new PackOracle(
                "open-weights-continuity",
                List.of(
                        Law.of("OWC-001", OpenWeightsContinuity::critical, new PreferOpenWeights()),
                        Law.of("OWC-002", facts -> high(facts) && aProviderIsOut(facts), new PreferOpenWeights()),
                        Law.of("OWC-003", facts -> high(facts) && inProduction(facts), new Flag("continuity-review")),
                        Law.of("OWC-010", OpenWeightsContinuity::criticalInProduction, new RequireContinuityClause()),
                        Law.of(
                                "OWC-011",
                                facts -> criticalInProduction(facts)
                                        && facts.caller().workflow() == null,
                                new Flag("workflow-unknown")),
                        Law.of("OWC-020", criticalWith("public-sector"), new RequireOpenWeights()),
                        Law.of("OWC-021", criticalWith("export-controlled"), new RequireSelfHosted()),
                        Law.of("OWC-030", criticalWith("financial"), new RequireTag("approved-substitute"))));
    }

    private static Predicate<Facts> criticalWith(String dataClass) {
        return facts -> criticalInProduction(facts) && facts.data().classes().contains(dataClass);
    }

    private static boolean criticalInProduction(Facts facts) {
        return critical(facts) && inProduction(facts);
    }

    private static boolean critical(Facts facts) {
        return facts.workload().criticality().equals("critical");
    }

    private static boolean high(Facts facts) {
        return facts.workload().criticality().equals("high");
    }

    private static boolean inProduction(Facts facts) {
        return facts.workload().phase().equals("production");
    }

    private static boolean aProviderIsOut(Facts facts) {
        return facts.outages().stream().anyMatch(outage -> outage.provider() != null);
    }
}
