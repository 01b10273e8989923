package dev.douane.service.ledger;

import dev.douane.rules.money.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call that was made, or what it has used so far.
 *
 * @param usage null where nobody knows: the estimate is charged
 * @param deployment the alternative that served it; null for the decision's target
 * @param serviceTier the provider's price class as it was served; null for the one asked for
 * @param isFinal whether the call is over; if not, {@code usage} is what all of it has used until now
 */
public record Settlement(
        @Nullable Usage usage,
        @Nullable String deployment,
        @Nullable String serviceTier,
        boolean isFinal) {
    /** Nothing is known but that the call was made. */
    public static final Settlement BY_ESTIMATE = new Settlement(null, null, null);

    /** Of a call that is over. */
    public Settlement(@Nullable Usage usage, @Nullable String deployment, @Nullable String serviceTier) {
        this(usage, deployment, serviceTier, true);
    }

    /** The same with what was left out, as it is understood: two are the same settlement if they are so understood. */
    Settlement understood(String target, String tierAskedFor) {
        return new Settlement(
                usage,
                deployment == null ? target : deployment,
                serviceTier == null ? tierAskedFor : serviceTier,
                isFinal);
    }
}
