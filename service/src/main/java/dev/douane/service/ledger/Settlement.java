package dev.douane.service.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What became of a call that was made.
 *
 * @param usage null where nobody knows: the estimate is charged
 * @param deployment the alternative that served it; null for the decision's target
 * @param serviceTier the provider's price class as it was served; null for the one asked for
 */
public record Settlement(
        @Nullable Usage usage,
        @Nullable String deployment,
        @Nullable String serviceTier) {
    /** Nothing is known but that the call was made. */
    public static final Settlement BY_ESTIMATE = new Settlement(null, null, null);
}
