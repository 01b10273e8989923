package dev.douane.rules.ledger.sim;

import dev.douane.rules.ledger.Ask;
import dev.douane.rules.ledger.Outcome;
import org.jspecify.annotations.Nullable;

/** One ask that waits at a node, and what was told of it, once. */
final class Ticket {
    /** What can be told. */
    enum Told {
        /** What came of it. */
        DONE,
        /** Its deadline has passed: 503. */
        LATE,
        /** The queue is full: 429. */
        OVERLOADED,
        /** A fault: 500. */
        FAULT,
        /** Its node was killed. */
        CUT_OFF
    }

    final Ask ask;
    final SimNode node;
    /** Null for the house. */
    final @Nullable SimGateway by;

    @Nullable
    Told told;

    @Nullable
    Outcome outcome;

    Ticket(Ask ask, SimNode node, @Nullable SimGateway by) {
        this.ask = ask;
        this.node = node;
        this.by = by;
    }

    boolean isAnswered() {
        return told != null;
    }
}
