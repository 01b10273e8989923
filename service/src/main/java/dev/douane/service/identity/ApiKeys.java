package dev.douane.service.identity;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.douane.service.platform.PageRequest;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.TimeSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the installation: made, listed, revoked, and checked at the door.
 *
 * <p>A check does no SQL while the key is remembered. A key in use is looked up again in the background before its time is over, so that
 * only the first call with a key waits for the database.
 */
@Singleton // asked with every decision: no proxy in between
public class ApiKeys {
    private static final Logger LOG = Logger.getLogger(ApiKeys.class);

    private final KeyRows rows;
    private final KeyUses uses;
    private final TimeSource time;
    private final AsyncLoadingCache<String, Optional<StoredKey>> remembered;

    @Inject
    ApiKeys(KeyRows rows, KeyUses uses, TimeSource time, IdentityConfig config) {
        this.rows = rows;
        this.uses = uses;
        this.time = time;
        var ttl = config.cacheTtl();
        this.remembered = Caffeine.newBuilder()
                .maximumSize(config.cacheSize())
                .expireAfterWrite(ttl)
                .refreshAfterWrite(ttl.dividedBy(2))
                .executor(Infrastructure.getDefaultWorkerPool())
                .buildAsync(this::lookUp);
    }

    /**
     * A key as its maker may see it; never the secret, never its hash.
     *
     * @param gateway the gateway it is a key of; null where it stands for itself
     * @param reach for whom it may ask, if it may ask at all
     */
    public record ApiKey(
            String id,
            String name,
            SortedSet<String> roles,
            @Nullable String gateway,
            Reach reach,
            Instant createdAt,
            String createdBy,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant revokedAt,
            @Nullable String revokedBy) {
        /** Whether it may ask for decisions, and for anybody. */
        boolean isUnlimited() {
            return roles.contains(Roles.GATEWAY) && reach == Reach.UNLIMITED;
        }
    }

    /**
     * A key that was made just now.
     *
     * @param secret the whole key; said here and nowhere else
     */
    public record NewKey(ApiKey key, String secret) {
        @Override
        public String toString() {
            return "NewKey[%s]".formatted(key.id());
        }
    }

    private Optional<StoredKey> lookUp(String id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> rows.findByIdOptional(id).map(KeyRow::toStoredKey));
    }

    /**
     * Who shows this key.
     *
     * @return completed where the key is remembered, so that no thread is left; empty where the key is wrong, expired or revoked; failed
     *     where the database could not be asked
     */
    CompletableFuture<Optional<StoredKey>> check(KeyToken shown) {
        return remembered.get(shown.id()).thenApply(found -> {
            var now = time.now();
            var admitted = found.filter(key -> key.admits(shown, now));
            admitted.ifPresent(key -> uses.note(key.id(), now));
            return admitted;
        });
    }

    /**
     * What a new key is to be like. None of it changes later, so that what the key did stays what it was.
     *
     * @param name what people call it
     * @param roles at least one of {@link Roles#ALL}
     * @param gateway the gateway it is a key of, null where it stands for itself; only with role {@link Roles#GATEWAY}
     * @param reach for whom it may ask; anything but {@link Reach#UNLIMITED} only with role {@link Roles#GATEWAY}
     * @param expiresAt when it ends, null for never
     */
    public record Wanted(
            String name,
            SortedSet<String> roles,
            @Nullable String gateway,
            Reach reach,
            @Nullable Instant expiresAt) {}

    /**
     * Makes a key.
     *
     * @param creator the key or part of the installation that makes it
     */
    @Transactional
    public NewKey create(Wanted wanted, String creator) {
        return store(KeyToken.generate(), wanted, creator);
    }

    /** Writes a key down; call it inside a transaction. */
    NewKey store(KeyToken token, Wanted wanted, String creator) {
        var row = new KeyRow();
        row.id = token.id();
        row.name = wanted.name();
        row.sha256 = token.sha256();
        row.roles = wanted.roles().toArray(String[]::new);
        row.gateway = wanted.gateway();
        row.reach = ReachTerms.written(wanted.reach());
        row.createdAt = time.now().truncatedTo(ChronoUnit.MICROS);
        row.createdBy = creator;
        var expiresAt = wanted.expiresAt();
        row.expiresAt = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MICROS);
        rows.persistAndFlush(row);
        remembered.synchronous().invalidate(token.id());
        LOG.infof("key %s (%s) with roles %s was made by %s", row.id, row.name, wanted.roles(), creator);
        return new NewKey(row.toApiKey(), token.secretText());
    }

    /** One key. */
    @Transactional
    public Optional<ApiKey> find(String id) {
        return rows.findByIdOptional(id).map(KeyRow::toApiKey);
    }

    /**
     * Keys, newest first.
     *
     * @throws ProblemException INVALID_REQUEST if the cursor names no key
     */
    @Transactional
    public List<ApiKey> page(Optional<String> after, int limit) {
        var last = after.map(id -> rows.findByIdOptional(id).orElseThrow(PageRequest::badCursor))
                .orElse(null);
        return rows.page(last, limit).stream().map(KeyRow::toApiKey).toList();
    }

    /**
     * Ends a key: at once on this node, within the cache's time on others. Revoking twice changes nothing.
     *
     * @throws ProblemException KEY_NOT_FOUND, or CONFLICT if nobody could make keys any more
     */
    public ApiKey revoke(String id, String revoker) {
        var revoked = QuarkusTransaction.requiringNew().call(() -> revokeRow(id, revoker));
        remembered.synchronous().invalidate(id);
        return revoked;
    }

    private ApiKey revokeRow(String id, String revoker) {
        rows.lockAdmins();
        var row = rows.findByIdOptional(id)
                .orElseThrow(
                        () -> new ProblemException(ProblemType.KEY_NOT_FOUND, "There is no key (%s).".formatted(id)));
        if (row.revokedAt != null) {
            return row.toApiKey();
        }
        var now = time.now().truncatedTo(ChronoUnit.MICROS);
        if (row.toStoredKey().roles().contains(Roles.ADMIN) && rows.otherAdmins(id, now) == 0) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Key (%s) is the last one that can make keys. Make another with role admin first.".formatted(id));
        }
        row.revokedAt = now;
        row.revokedBy = revoker;
        LOG.infof("key %s (%s) was revoked by %s", id, row.name, revoker);
        return row.toApiKey();
    }
}
