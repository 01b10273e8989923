package dev.douane.service.ledger;

import dev.douane.rules.decide.Admission;

/** Words for what became of an admission, as metrics count them. */
final class Admissions {
    /** The stored answer to an earlier request. */
    static final String REPLAYED = "replayed";

    /** The same, whose money was set aside once more for it. */
    static final String HELD_AGAIN = "held-again";

    private Admissions() {}

    static String word(Admission admission) {
        return switch (admission) {
            case Admission.Carried unused -> "carried";
            case Admission.OverBudget unused -> "over-budget";
            case Admission.NothingToCarry unused -> "nothing-to-carry";
        };
    }
}
