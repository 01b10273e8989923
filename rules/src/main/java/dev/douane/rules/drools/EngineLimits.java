package dev.douane.rules.drools;

import dev.douane.rules.limits.Limit;

/**
 * How far an evaluation may go.
 *
 * @param firingsMax how often rules may fire for one call before it is denied, one or more
 * @param idleSessionsMax how many sessions wait ready for the next call, one or more; further ones are made when needed and thrown away
 */
public record EngineLimits(int firingsMax, int idleSessionsMax) {
    /** {@link Limit#FIRINGS}; four waiting sessions a processor. */
    public static final EngineLimits DEFAULT = new EngineLimits(
            (int) Limit.FIRINGS.most(), Math.max(8, 4 * Runtime.getRuntime().availableProcessors()));

    public EngineLimits {
        if (firingsMax < 1 || firingsMax == Integer.MAX_VALUE) {
            throw new IllegalArgumentException("firingsMax (%d) must be at least 1".formatted(firingsMax));
        }
        if (idleSessionsMax < 1) {
            throw new IllegalArgumentException("idleSessionsMax (%d) must be at least 1".formatted(idleSessionsMax));
        }
    }
}
