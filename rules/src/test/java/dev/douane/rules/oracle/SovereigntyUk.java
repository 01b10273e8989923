package dev.douane.rules.oracle;

import dev.douane.rules.decide.Effect.Flag;
import dev.douane.rules.decide.Effect.ForbidTraining;
import dev.douane.rules.decide.Effect.RequireHosting;
import dev.douane.rules.decide.Effect.RequireResidencyClause;
import dev.douane.rules.facts.Facts;
import java.util.List;

/** The page {@code sovereignty-uk.md}. */
final class SovereigntyUk {
    private SovereigntyUk() {}

    static PackOracle pack() {
        return new PackOracle(
                "sovereignty-uk",
                List.of(
                        Law.of(
                                "UK-001",
                                facts -> aboutPeople(facts) && peopleInTheUk(facts),
                                new RequireHosting("UK-or-adequate")),
                        Law.of(
                                "UK-002",
                                facts -> aboutPeople(facts) && ukCaller(facts),
                                new RequireHosting("UK-or-adequate")),
                        Law.of("UK-003", facts -> aboutPeople(facts) && peopleInTheUk(facts), new ForbidTraining()),
                        Law.of("UK-004", facts -> aboutPeople(facts) && ukCaller(facts), new ForbidTraining()),
                        Law.of("UK-005", facts -> special(facts) && peopleInTheUk(facts), new RequireResidencyClause()),
                        Law.of("UK-006", facts -> special(facts) && ukCaller(facts), new RequireResidencyClause()),
                        Law.of(
                                "UK-007",
                                facts -> special(facts) && peopleInTheUk(facts),
                                new Flag("impact-assessment")),
                        Law.of("UK-008", facts -> special(facts) && ukCaller(facts), new Flag("impact-assessment")),
                        Law.of(
                                "UK-009",
                                facts -> special(facts) && peopleInTheUk(facts),
                                new Flag("schedule-1-condition")),
                        Law.of(
                                "UK-010",
                                facts -> special(facts) && ukCaller(facts),
                                new Flag("schedule-1-condition"))));
    }

    private static boolean aboutPeople(Facts facts) {
        return facts.data().classes().contains("personal") || special(facts);
    }

    private static boolean special(Facts facts) {
        var classes = facts.data().classes();
        return classes.contains("special-category") || classes.contains("health");
    }

    private static boolean peopleInTheUk(Facts facts) {
        return facts.data().subjectGroups().contains("UK");
    }

    /** Where whereabouts are not given, there are no people in the UK. */
    private static boolean ukCaller(Facts facts) {
        return "GB".equals(facts.caller().location()) && !peopleInTheUk(facts);
    }
}
