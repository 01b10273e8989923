package dev.douane.service.identity;

import java.time.Instant;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A key without its secret.
 *
 * @param holder who has it; absent where that was not said
 * @param gateway the gateway it is a key of; absent where it stands for itself
 * @param reach for whom it may ask; absent where that is not limited
 * @param unlimited whether it may ask for decisions, and for anybody
 * @param createdBy the key that made it, or {@code start}
 * @param createdByName what people call that key; absent for {@code start}
 * @param lastUsedAt when a call last came with it, up to a minute behind
 * @param revokedByName what people call the key that revoked it; absent where none did
 */
record KeyView(
        String id,
        String name,
        @Nullable String holder,
        SortedSet<String> roles,
        @Nullable String gateway,
        @Nullable ReachTerms reach,
        boolean unlimited,
        Instant createdAt,
        String createdBy,
        @Nullable String createdByName,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt,
        @Nullable String revokedBy,
        @Nullable String revokedByName) {
    static KeyView of(ApiKeys.ApiKey key, KnownKeys known) {
        return new KeyView(
                key.id(),
                key.name(),
                key.holder(),
                key.roles(),
                key.gateway(),
                ReachTerms.of(key.reach()),
                key.isUnlimited(),
                key.createdAt(),
                key.createdBy(),
                known.name(key.createdBy()),
                key.expiresAt(),
                key.lastUsedAt(),
                key.revokedAt(),
                key.revokedBy(),
                known.name(key.revokedBy()));
    }
}
