package dev.douane.rules.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Until when an answer is of use, by two clocks: whichever says so first. Both are exclusive: at the deadline it is too late.
 *
 * @param nanos by a clock that nobody sets, as {@link System#nanoTime} counts; null for no such limit
 * @param wall by the clock on the wall; null for no such limit
 */
public record Deadline(@Nullable Long nanos, @Nullable Instant wall) {
    /** It can wait for ever. */
    public static final Deadline NONE = new Deadline(null, null);

    /** Whether it is too late. */
    public boolean isPast(Instant now, long nowNanos) {
        return (nanos != null && nowNanos - nanos >= 0) || (wall != null && !now.isBefore(wall));
    }
}
