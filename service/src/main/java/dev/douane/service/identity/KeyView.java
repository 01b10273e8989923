package dev.douane.service.identity;

import java.time.Instant;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A key without its secret.
 *
 * @param lastUsedAt when a call last came with it, up to a minute behind
 */
record KeyView(
        String id,
        String name,
        SortedSet<String> roles,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt,
        @Nullable String revokedBy) {
    static KeyView of(ApiKeys.ApiKey key) {
        return new KeyView(
                key.id(),
                key.name(),
                key.roles(),
                key.createdAt(),
                key.createdBy(),
                key.expiresAt(),
                key.lastUsedAt(),
                key.revokedAt(),
                key.revokedBy());
    }
}
