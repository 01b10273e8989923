package dev.douane.service.ledger;

import dev.douane.rules.money.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A hold that came to its end.
 *
 * @param held what had been set aside
 * @param charged what was spent; zero for a void
 * @param by how a settlement came to its amount; null for a void
 * @param at when, at most microseconds
 */
public record HoldClosed(
        UUID decision, Money held, Money charged, @Nullable By by, Instant at) {
    /** What an amount stands on. */
    public enum By {
        USAGE,
        ESTIMATE
    }
}
