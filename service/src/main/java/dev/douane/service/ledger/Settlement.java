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
 * @param isTierOfUsage whether the price class was told inside {@code usage}, by a provider that has words of its own: without a price it is passed over
 */
public record Settlement(
        @Nullable Usage usage,
        @Nullable String deployment,
        @Nullable String serviceTier,
        boolean isFinal,
        boolean isTierOfUsage) {
    /** Nothing is known but that the call was made. */
    public static final Settlement BY_ESTIMATE = new Settlement(null, null, null);

    /** Of a call that is over. */
    public Settlement(@Nullable Usage usage, @Nullable String deployment, @Nullable String serviceTier) {
        this(usage, deployment, serviceTier, true);
    }

    /** Of a price class that the gateway answers for. */
    public Settlement(
            @Nullable Usage usage, @Nullable String deployment, @Nullable String serviceTier, boolean isFinal) {
        this(usage, deployment, serviceTier, isFinal, false);
    }

    /** The same at the price class asked for. */
    Settlement asAskedFor() {
        return new Settlement(usage, deployment, null, isFinal);
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
