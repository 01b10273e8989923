package dev.douane.service.identity;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** What is kept of a key, as the check at the door needs it. */
final class StoredKey {
    private final String id;
    private final byte[] sha256;
    private final SortedSet<String> roles;
    private final @Nullable Instant expiresAt;
    private final boolean revoked;

    StoredKey(String id, byte[] sha256, SortedSet<String> roles, @Nullable Instant expiresAt, boolean revoked) {
        this.id = id;
        this.sha256 = sha256.clone();
        this.roles = roles;
        this.expiresAt = expiresAt;
        this.revoked = revoked;
    }

    String id() {
        return id;
    }

    SortedSet<String> roles() {
        return roles;
    }

    /** Compares in a time that does not tell how much of the hash was right, and only then looks at dates. */
    boolean admits(KeyToken shown, Instant now) {
        var same = MessageDigest.isEqual(sha256, shown.sha256());
        return same && !revoked && (expiresAt == null || now.isBefore(expiresAt));
    }
}
