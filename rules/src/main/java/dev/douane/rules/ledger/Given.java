package dev.douane.rules.ledger;

import dev.douane.rules.decide.Decision;

/** An answer that was given before and may be given again. Immutable. */
@FunctionalInterface
public interface Given {
    /** Whether a repeat that is decided so would be answered the same but for the id, the time, and what is held and left. */
    boolean says(PlannedCall repeat, Decision decision);
}
