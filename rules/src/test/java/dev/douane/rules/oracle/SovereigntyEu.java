package dev.douane.rules.oracle;

import dev.douane.rules.decide.Effect.Flag;
import dev.douane.rules.decide.Effect.ForbidTraining;
import dev.douane.rules.decide.Effect.PreferHosting;
import dev.douane.rules.decide.Effect.RequireContinuityClause;
import dev.douane.rules.decide.Effect.RequireControl;
import dev.douane.rules.decide.Effect.RequireHosting;
import dev.douane.rules.decide.Effect.RequireResidencyClause;
import dev.douane.rules.facts.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The page {@code sovereignty-eu.md}. */
final class SovereigntyEu {
    private static final Set<String> MEMBER_STATES = Set.of(
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
            "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");
    private static final Set<String> OTHERS_OF_THE_EEA = Set.of("IS", "LI", "NO");
    private static final Set<String> TERRITORIES_OF_THE_UNION = Set.of("AX", "GF", "GP", "MF", "MQ", "RE", "YT");

    private SovereigntyEu() {}

    static PackOracle pack() {
        var laws = new ArrayList<Law>();
        laws.addAll(personal());
        laws.addAll(unclassified());
        laws.addAll(confidentialAndExportControlled());
        laws.addAll(publicSector());
        laws.addAll(criticalAndFinancial());
        return new PackOracle("sovereignty-eu", laws);
    }

    private static List<Law> personal() {
        return List.of(
                Law.of("EU-001", facts -> aboutPeople(facts) && someoneInTheEea(facts), new RequireHosting("EEA")),
                Law.of("EU-002", facts -> aboutPeople(facts) && nobodySaidWhere(facts), new RequireHosting("EEA")),
                Law.of(
                        "EU-003",
                        facts -> aboutPeople(facts)
                                && !nobodySaidWhere(facts)
                                && !someoneInTheEea(facts)
                                && callerMayBeInTheEea(facts),
                        new RequireHosting("EEA-or-adequate")),
                Law.of("EU-004", SovereigntyEu::aboutPeople, new ForbidTraining()),
                Law.of("EU-005", SovereigntyEu::special, new RequireResidencyClause()),
                Law.of("EU-006", SovereigntyEu::special, new Flag("impact-assessment")));
    }

    private static List<Law> unclassified() {
        return List.of(
                Law.of("EU-010", facts -> facts.data().classes().isEmpty(), new RequireHosting("EEA")),
                Law.of("EU-011", facts -> facts.data().classes().isEmpty(), new ForbidTraining()));
    }

    private static List<Law> confidentialAndExportControlled() {
        return List.of(
                Law.of("EU-020", facts -> carries(facts, "confidential"), new ForbidTraining()),
                Law.of("EU-021", facts -> carries(facts, "confidential"), new PreferHosting("EEA")),
                Law.of("EU-030", facts -> carries(facts, "export-controlled"), new RequireHosting("EU")),
                Law.of("EU-031", facts -> carries(facts, "export-controlled"), new RequireControl("EU")),
                Law.of("EU-032", facts -> carries(facts, "export-controlled"), new ForbidTraining()));
    }

    private static List<Law> publicSector() {
        return List.of(
                Law.of("EU-040", facts -> carries(facts, "public-sector"), new RequireHosting("EU")),
                Law.of("EU-041", facts -> carries(facts, "public-sector"), new RequireControl("EEA")),
                Law.of("EU-042", facts -> carries(facts, "public-sector"), new ForbidTraining()));
    }

    private static List<Law> criticalAndFinancial() {
        return List.of(
                Law.of("EU-050", facts -> criticality(facts).equals("critical"), new RequireControl("EEA")),
                Law.of("EU-051", facts -> criticality(facts).equals("critical"), new RequireContinuityClause()),
                Law.of("EU-060", SovereigntyEu::importantFinancialFunction, new RequireContinuityClause()),
                Law.of("EU-061", SovereigntyEu::importantFinancialFunction, new RequireResidencyClause()),
                Law.of("EU-062", facts -> carries(facts, "financial"), new Flag("register-of-information")));
    }

    private static boolean aboutPeople(Facts facts) {
        return carries(facts, "personal") || special(facts);
    }

    private static boolean special(Facts facts) {
        return carries(facts, "special-category") || carries(facts, "health");
    }

    private static boolean someoneInTheEea(Facts facts) {
        return facts.data().subjectGroups().contains("EEA");
    }

    private static boolean nobodySaidWhere(Facts facts) {
        return facts.data().subjectLocations().isEmpty();
    }

    private static boolean callerMayBeInTheEea(Facts facts) {
        var location = facts.caller().location();
        return location == null
                || MEMBER_STATES.contains(location)
                || OTHERS_OF_THE_EEA.contains(location)
                || TERRITORIES_OF_THE_UNION.contains(location);
    }

    private static boolean importantFinancialFunction(Facts facts) {
        return carries(facts, "financial")
                && (criticality(facts).equals("high") || criticality(facts).equals("critical"));
    }

    private static boolean carries(Facts facts, String dataClass) {
        return facts.data().classes().contains(dataClass);
    }

    private static String criticality(Facts facts) {
        return facts.workload().criticality();
    }
}
