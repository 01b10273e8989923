package dev.douane.service.ledger.store;

import dev.douane.rules.ledger.Batch;
import dev.douane.rules.ledger.Outcome;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * By what a batch is found in the database, should its commit break off. Drawn before anything is written.
 *
 * @param at the time of its entries, to the microsecond
 * @param batch drawn at random: tells it from others of the same time
 * @param isNumbered whether it takes a number, so that it is found by that
 * @param decision one that it records; null where it records none
 */
record Marker(
        Instant at,
        long batch,
        boolean isNumbered,
        @Nullable UUID decision) {
    static Marker of(Instant at, Batch batch) {
        UUID decision = null;
        for (var outcome : batch.outcomes()) {
            if (decision == null && outcome instanceof Outcome.Made made) {
                decision = made.ask().id();
            }
        }
        return new Marker(at, ThreadLocalRandom.current().nextLong(), batch.takesNumber(), decision);
    }
}
