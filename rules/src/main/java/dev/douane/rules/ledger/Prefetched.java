package dev.douane.rules.ledger;

import dev.douane.rules.usage.ExpectedCosts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Asks, and all that was read for them, of one moment of this node. Immutable; what locks it was read under stand until the batch is written.
 *
 * @param now the time of what is moved and ended; to the microsecond
 * @param nanos the same by a clock that nobody sets, for {@link Deadline}
 * @param asks in the order of their arrival, each once
 * @param keys who answers each idempotency key of the asks: the first ask that has it, where it was free
 * @param holds of the decisions that are settled or voided here, or answer a key; those that are not there are left out
 * @param due holds that should have ended by {@code now}, in the order in which they are to end
 * @param releasing ids of accounts, of those that due holds are in, which get their money back where nobody settles
 * @param prices of the versions of the catalog that the holds were made by
 * @param costs what calls are expected to cost, for budgets that hold that
 * @param given answers of decisions that answer keys and are committed
 * @param askers of decisions that are settled or voided here, are committed and have no hold; {@link Asker#owner} is the key itself where its owner is not
 *     known any more
 * @param longestLife of a hold from its decision, whatever is reported
 */
public record Prefetched(
        Instant now,
        long nanos,
        List<Ask> asks,
        View view,
        Map<KeyClaim.Name, KeyClaim.Holder> keys,
        Map<UUID, Hold> holds,
        List<Hold> due,
        Set<Long> releasing,
        PriceBooks prices,
        ExpectedCosts costs,
        Map<UUID, Given> given,
        Map<UUID, Asker> askers,
        Duration longestLife) {
    public Prefetched {
        asks = List.copyOf(asks);
        keys = Map.copyOf(keys);
        holds = Map.copyOf(holds);
        due = List.copyOf(due);
        releasing = Set.copyOf(releasing);
        given = Map.copyOf(given);
        askers = Map.copyOf(askers);
    }

    /** Calls that want their money, and nothing that had to be read for them. */
    public static Prefetched of(Instant now, long nanos, List<Ask> asks, View view, Duration longestLife) {
        return new Prefetched(
                now,
                nanos,
                asks,
                view,
                Map.of(),
                Map.of(),
                List.of(),
                Set.of(),
                PriceBooks.NONE,
                ExpectedCosts.NOTHING_KNOWN,
                Map.of(),
                Map.of(),
                longestLife);
    }

    /** The same on another view. */
    public Prefetched on(View other) {
        return new Prefetched(
                now, nanos, asks, other, keys, holds, due, releasing, prices, costs, given, askers, longestLife);
    }
}
