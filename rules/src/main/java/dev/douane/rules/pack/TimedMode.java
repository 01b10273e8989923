package dev.douane.rules.pack;

import dev.douane.rules.decide.Fired;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pack's effects count, perhaps only from a day on.
 *
 * @param until with {@link Fired.Mode#OBSERVE}: from then on the pack is enforced; null where it stays as it is
 */
public record TimedMode(Fired.Mode mode, @Nullable Instant until) {
    public static final TimedMode ENFORCE = new TimedMode(Fired.Mode.ENFORCE, null);
    public static final TimedMode OBSERVE = new TimedMode(Fired.Mode.OBSERVE, null);

    /** @throws IllegalArgumentException if something enforced has an end */
    public TimedMode {
        if (until != null && mode == Fired.Mode.ENFORCE) {
            throw new IllegalArgumentException(
                    "until (%s) goes with mode observe: what is enforced has no end".formatted(until));
        }
    }

    /** The mode at that time. */
    public Fired.Mode at(Instant time) {
        return until != null && !time.isBefore(until) ? Fired.Mode.ENFORCE : mode;
    }
}
