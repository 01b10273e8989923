package dev.douane.rules.oracle;

import dev.douane.rules.decide.Effect.Flag;
import dev.douane.rules.decide.Effect.ForbidTraining;
import dev.douane.rules.decide.Effect.PreferHosting;
import dev.douane.rules.decide.Effect.RequireHosting;
import dev.douane.rules.decide.Effect.RequireResidencyClause;
import dev.douane.rules.facts.Facts;
import java.util.List;
import java.util.stream.Stream;

/** The page {@code sovereignty-in.md}. */
final class SovereigntyIn {
    private SovereigntyIn() {}

    static PackOracle pack() {
        return new PackOracle(
                "sovereignty-in",
                Stream.of(personal(), payments()).flatMap(List::stream).toList());
    }

    private static List<Law> personal() {
        return List.of(
                Law.of("IN-001", facts -> aboutPeople(facts) && peopleInIndia(facts), new PreferHosting("IN")),
                Law.of("IN-002", facts -> aboutPeople(facts) && peopleInIndia(facts), new ForbidTraining()),
                Law.of("IN-003", facts -> aboutPeople(facts) && peopleInIndia(facts), new Flag("processor-contract")),
                Law.of("IN-004", facts -> special(facts) && peopleInIndia(facts), new RequireResidencyClause()),
                Law.of("IN-005", facts -> special(facts) && peopleInIndia(facts), new Flag("impact-assessment")),
                Law.of(
                        "IN-006",
                        facts -> aboutPeople(facts) && callerInIndia(facts) && !peopleInIndia(facts),
                        new ForbidTraining()));
    }

    private static List<Law> payments() {
        return List.of(
                Law.of(
                        "IN-010",
                        facts -> carries(facts, "financial") && peopleInIndia(facts),
                        new RequireHosting("IN")),
                Law.of(
                        "IN-011",
                        facts -> carries(facts, "financial")
                                && !aboutPeople(facts)
                                && facts.data().subjectLocations().isEmpty()
                                && callerInIndia(facts),
                        new RequireHosting("IN")),
                Law.of(
                        "IN-012",
                        facts -> carries(facts, "financial") && peopleInIndia(facts) && important(facts),
                        new RequireResidencyClause()));
    }

    private static boolean aboutPeople(Facts facts) {
        return carries(facts, "personal") || special(facts);
    }

    private static boolean special(Facts facts) {
        return carries(facts, "special-category") || carries(facts, "health");
    }

    private static boolean carries(Facts facts, String dataClass) {
        return facts.data().classes().contains(dataClass);
    }

    private static boolean peopleInIndia(Facts facts) {
        return facts.data().subjectLocations().contains("IN");
    }

    private static boolean callerInIndia(Facts facts) {
        return "IN".equals(facts.caller().location());
    }

    private static boolean important(Facts facts) {
        var criticality = facts.workload().criticality();
        return criticality.equals("high") || criticality.equals("critical");
    }
}
