package dev.douane.rules.ledger;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What waits for the ledger. */
public sealed interface Ask {
    /**
     * A planned call wants its money and its record.
     *
     * @param id the decision's, UUIDv7
     * @param matched the accounts of its caller, if they were looked up already
     * @param key what makes a repeat recognisable; null where the gateway sent none
     * @param life how long its hold waits for a report or a settlement, more than zero
     * @param until how long an answer is of use
     */
    record Decide(
            UUID id,
            PlannedCall call,
            Matched matched,
            Asker by,
            @Nullable KeyClaim key,
            Duration life,
            Deadline until) implements Ask {}

    /** A call was made, or runs. */
    record Settle(UUID decision, Settlement settlement, Mover mover) implements Ask {}

    /** A call was not made, or nobody will ever know of its decision. */
    record VoidHold(UUID decision, Mover mover, Why why) implements Ask {}

    /**
     * Holds that nobody settled in time end.
     *
     * @param most how many at once
     */
    record Expire(int most) implements Ask {}

    /** Why a hold is given back. */
    enum Why {
        /** Its gateway said that the call was not made. */
        ASKED,
        /** The answer reached nobody. */
        UNDELIVERED
    }
}
