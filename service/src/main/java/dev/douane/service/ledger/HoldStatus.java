package dev.douane.service.ledger;

import dev.douane.rules.money.Money;
import dev.douane.rules.money.Usage;
import dev.douane.service.identity.KeyHolder;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a hold stands.
 *
 * @param held what had been set aside
 * @param charged what was spent, or was so far; zero where nothing was
 * @param by how a settlement came to its amount; null for what is not settled
 * @param usage what the call used, or did so far; null where nobody told
 * @param serviceTier the price class that usage was charged at; null without usage
 * @param at when it was settled or voided, or expired, at most microseconds; for a hold that goes on, when this was answered
 * @param movedBy the key that settled, voided or reported last, or {@code house} for an expiry; null where nobody has, or before this was
 *     recorded
 * @param owner whose hold it is, as {@link KeyHolder#owner} names them; null where that is not known any more
 * @param expiresAt until when the next report or the settlement is waited for; null for a hold that ended
 */
public record HoldStatus(
        UUID decision,
        State state,
        Money held,
        Money charged,
        @Nullable By by,
        @Nullable Usage usage,
        @Nullable String serviceTier,
        Instant at,
        @Nullable String movedBy,
        @Nullable String owner,
        @Nullable Instant expiresAt) {
    /** Where a hold is in its life. */
    public enum State {
        HELD,
        SETTLED,
        VOIDED,
        EXPIRED
    }

    /** What an amount stands on. */
    public enum By {
        USAGE,
        ESTIMATE
    }
}
