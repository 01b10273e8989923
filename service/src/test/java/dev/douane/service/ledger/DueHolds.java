package dev.douane.service.ledger;

import io.quarkus.arc.Arc;

/** Ends the due holds of the running application at once, for tests that set the clock instead of waiting for the sweeper. */
public final class DueHolds {
    private DueHolds() {}

    /** What the sweeper does every second. */
    public static void expire() {
        Arc.container().select(HoldSweeper.class).get().expireDue();
    }
}
