package dev.douane.service.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A key, without its secret. */
@Entity
@Table(name = "api_key")
@DynamicUpdate // its last use may be written at the same time, and never goes back
@SuppressWarnings("NullAway.Init") // Hibernate fills what the database says is not null
class KeyRow {
    @Id
    String id;

    @Column(updatable = false)
    String name;

    @Column(updatable = false)
    @Nullable
    String holder;

    @Column(updatable = false)
    byte[] sha256;

    @Column(updatable = false)
    @JdbcTypeCode(SqlTypes.ARRAY)
    String[] roles;

    @Column(updatable = false)
    @Nullable
    String gateway;

    /** {@link ReachTerms} as JSON; null for a key that may ask for anybody. */
    @Column(columnDefinition = "jsonb", updatable = false)
    @ColumnTransformer(read = "cast(reach as text)", write = "cast(? as jsonb)")
    @Nullable
    String reach;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "created_by", updatable = false)
    String createdBy;

    /** Of the first key it is set later: see {@link KeyRows#firstWithoutEnd}. */
    @Column(name = "expires_at")
    @Nullable
    Instant expiresAt;

    @Column(name = "last_used_at")
    @Nullable
    Instant lastUsedAt;

    @Column(name = "revoked_at")
    @Nullable
    Instant revokedAt;

    @Column(name = "revoked_by")
    @Nullable
    String revokedBy;

    StoredKey toStoredKey() {
        var holder = new KeyHolder(id, gateway, ReachTerms.stored(reach));
        return new StoredKey(
                holder, sha256, sortedRoles(), expiresAt, revokedAt != null, createdBy.equals(BootstrapKey.MAKER));
    }

    ApiKeys.ApiKey toApiKey() {
        return new ApiKeys.ApiKey(
                id,
                name,
                holder,
                sortedRoles(),
                gateway,
                ReachTerms.stored(reach),
                createdAt,
                createdBy,
                expiresAt,
                lastUsedAt,
                revokedAt,
                revokedBy);
    }

    private SortedSet<String> sortedRoles() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(Arrays.asList(roles)));
    }
}
