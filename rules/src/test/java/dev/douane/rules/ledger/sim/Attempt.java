package dev.douane.rules.ledger.sim;

import dev.douane.rules.ledger.Account;
import dev.douane.rules.ledger.Batch;
import dev.douane.rules.ledger.Entry;
import dev.douane.rules.ledger.Prefetched;
import dev.douane.rules.ledger.sim.SimOptions.Planted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** A batch that is being written, or was: what it was decided on, and where it stands among others. */
final class Attempt {
    /** By which the batch is found in the database. */
    final long marker;

    final Prefetched read;
    final Batch batch;
    /** When its figures were written: of two batches that have to do with each other, the first to write them is the first. 0 before. */
    long order;
    /** Of its entries; 0 where they are of no account. */
    long number;
    /** The accounts that it changes, as they were and as they are then. */
    List<Account> before = List.of();

    List<Account> written = List.of();
    /**
     * Accounts in which it moves nothing, which it found as it relied on, and which another transaction was about to change: they are not locked,
     * so whatever was denied for them may as well have come before that one.
     */
    Set<Long> lookedPast = Set.of();

    boolean committed;
    private final Planted planted;

    Attempt(long marker, Prefetched read, Batch batch, Planted planted) {
        this.marker = marker;
        this.read = read;
        this.batch = batch;
        this.planted = planted;
    }

    /** What the sequencer is given of it. */
    Batch handedOver() {
        if (planted != Planted.TURN_PASSED_TOO_EARLY || batch.deltas().isEmpty()) {
            return batch;
        }
        var less = new TreeMap<>(batch.deltas());
        less.remove(less.lastKey());
        return new Batch(
                batch.outcomes(),
                batch.made(),
                batch.changed(),
                batch.entries(),
                less,
                batch.unchanged(),
                batch.keysPassedOn(),
                batch.keysGivenUp());
    }

    /** As they are stored, in the order of their places. */
    List<Entry> entries() {
        var entries = new ArrayList<>(batch.entries());
        if (planted == Planted.ENTRIES_OUT_OF_ORDER) {
            Collections.reverse(entries);
        }
        return entries;
    }

    @Override
    public String toString() {
        return "batch " + marker;
    }
}
