package dev.douane.rules.ledger;

import java.util.Comparator;
import java.util.UUID;

/**
 * An idempotency key as it was sent along, so that a repeated request gets the first one's answer.
 *
 * @param requestDigest tells whether it is the same request, in hexadecimal digits
 */
public record KeyClaim(Name name, String requestDigest) {
    /** A key of one owner. Ordered, so that all nodes claim in one order. */
    public record Name(String owner, String key) implements Comparable<Name> {
        private static final Comparator<Name> ORDER =
                Comparator.comparing(Name::owner).thenComparing(Name::key);

        @Override
        public int compareTo(Name other) {
            return ORDER.compare(this, other);
        }
    }

    /** The decision that answers a key, and the digest of the request that it was made for. */
    public record Holder(UUID decision, String requestDigest) {}

    /** Who answers the key if this request does. */
    Holder heldBy(UUID decision) {
        return new Holder(decision, requestDigest);
    }
}
