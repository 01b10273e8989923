package dev.douane.service.identity;

import java.time.Instant;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** A key as it is answered once: the only place where {@code key} stands. */
record NewKeyView(
        String id,
        String key,
        String name,
        @Nullable String holder,
        SortedSet<String> roles,
        @Nullable String gateway,
        @Nullable ReachTerms reach,
        boolean unlimited,
        Instant createdAt,
        @Nullable Instant expiresAt) {
    static NewKeyView of(ApiKeys.NewKey made) {
        var key = made.key();
        return new NewKeyView(
                key.id(),
                made.secret(),
                key.name(),
                key.holder(),
                key.roles(),
                key.gateway(),
                ReachTerms.of(key.reach()),
                key.isUnlimited(),
                key.createdAt(),
                key.expiresAt());
    }

    @Override
    public String toString() {
        return "NewKeyView[%s]".formatted(id);
    }
}
