package dev.douane.service.identity;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What is kept of a key, as the check at the door needs it. */
final class StoredKey {
    private final KeyHolder holder;
    private final byte[] sha256;
    private final SortedSet<String> roles;
    private final @Nullable Instant expiresAt;
    private final boolean revoked;
    private final boolean first;
    private final SecurityIdentity identity;

    /** @param first whether the installation began with it */
    StoredKey(
            KeyHolder holder,
            byte[] sha256,
            SortedSet<String> roles,
            @Nullable Instant expiresAt,
            boolean revoked,
            boolean first) {
        this.holder = holder;
        this.sha256 = sha256.clone();
        this.roles = roles;
        this.expiresAt = expiresAt;
        this.revoked = revoked;
        this.first = first;
        this.identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(holder)
                .addRoles(roles)
                .build();
    }

    String id() {
        return holder.key();
    }

    /** Whether the installation began with it. */
    boolean isFirst() {
        return first;
    }

    KeyHolder holder() {
        return holder;
    }

    SortedSet<String> roles() {
        return roles;
    }

    /** Its holder to the framework, for as long as it {@link #admits}; made once, since every call of every gateway asks. */
    SecurityIdentity identity() {
        return identity;
    }

    /** Compares in a time that does not tell how much of the hash was right, and only then looks at dates. */
    boolean admits(KeyToken shown, Instant now) {
        var same = MessageDigest.isEqual(sha256, shown.sha256());
        return same && isInUse(now);
    }

    /** Whether it is neither revoked nor over. */
    boolean isInUse(Instant now) {
        return !revoked && (expiresAt == null || now.isBefore(expiresAt));
    }
}
