package dev.douane.service.identity;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.douane.service.identity.events.EventKind;
import dev.douane.service.identity.events.SecurityEvents;
import dev.douane.service.platform.PageRequest;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.ReservedDatabase;
import dev.douane.service.platform.Shown;
import dev.douane.service.platform.TimeSource;
import dev.douane.service.platform.limits.LimitsConfig;
import dev.douane.service.platform.limits.Rate;
import dev.douane.service.platform.limits.Refusals;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the installation: made, listed, revoked, and checked at the door.
 *
 * <p>A check does no SQL while the key is remembered. A key in use is looked up again in the background before its time is over, so that
 * only the first call with a key waits for the database. Neither threads nor connections of lists and exports are needed for it.
 */
@Singleton // asked with every decision: no proxy in between
public class ApiKeys {
    private static final Logger LOG = Logger.getLogger(ApiKeys.class);
    private static final CompletableFuture<Optional<StoredKey>> NOBODY =
            CompletableFuture.completedFuture(Optional.empty());

    private final KeyRows rows;
    private final KeyUses uses;
    private final TimeSource time;
    private final ReservedDatabase reserved;
    private final KnownIds ids;
    private final Rate unknownKeys;
    private final Refusals refusals;
    private final SecurityEvents events;
    private final Event<KeyRevoked> revoked;
    private final Counter lookUpCount;
    private final ExecutorService lookUps = Executors.newFixedThreadPool(
            ReservedDatabase.CONNECTIONS,
            Thread.ofPlatform().daemon().name("douane-keys-", 0).factory());
    private final Duration firstKeyEndsAfter;
    private final AsyncLoadingCache<String, Optional<StoredKey>> remembered;

    @Inject
    ApiKeys(
            KeyRows rows,
            KeyUses uses,
            TimeSource time,
            ReservedDatabase reserved,
            KnownIds ids,
            Refusals refusals,
            SecurityEvents events,
            Event<KeyRevoked> revoked,
            LimitsConfig limits,
            IdentityConfig config,
            MeterRegistry registry) {
        this.rows = rows;
        this.reserved = reserved;
        this.ids = ids;
        this.refusals = refusals;
        this.events = events;
        this.revoked = revoked;
        var perSecond = limits.unknownKeysPerSecond();
        this.unknownKeys = new Rate(perSecond, perSecond, System.nanoTime());
        this.lookUpCount = Counter.builder("douane.key.lookups")
                .description("keys that were looked up in the database")
                .register(registry);
        this.uses = uses;
        this.time = time;
        this.firstKeyEndsAfter = config.firstKeyEndsAfter();
        var ttl = config.cacheTtl();
        this.remembered = Caffeine.newBuilder()
                .maximumSize(config.cacheSize())
                .expireAfterWrite(ttl)
                .refreshAfterWrite(ttl.dividedBy(2))
                .executor(lookUps)
                .buildAsync(this::lookUp);
    }

    /**
     * A key as its maker may see it; never the secret, never its hash.
     *
     * @param holder who has it; null where that was not said
     * @param gateway the gateway it is a key of; null where it stands for itself
     * @param reach for whom it may ask, if it may ask at all
     */
    public record ApiKey(
            String id,
            String name,
            @Nullable String holder,
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
        lookUpCount.increment();
        try (var connection = reserved.source().getConnection()) {
            return rows.find(connection, id).map(KeyRow::toStoredKey);
        } catch (SQLException e) {
            throw new IllegalStateException("the key cannot be looked up", e);
        }
    }

    @PreDestroy
    void stop() {
        lookUps.shutdown();
    }

    /**
     * Who shows this key.
     *
     * @return completed where the key is remembered, so that no thread is left; empty where the key is wrong, expired or revoked; failed
     *     where the database could not be asked
     */
    CompletableFuture<Optional<StoredKey>> check(KeyToken shown) {
        if (!ids.mayBe(shown.id()) && !isWorthALook(shown.id())) {
            return NOBODY;
        }
        return remembered.get(shown.id()).thenApply(found -> {
            var now = time.now();
            var admitted = found.filter(key -> key.admits(shown, now));
            admitted.ifPresent(key -> uses.note(key.id(), now));
            return admitted;
        });
    }

    /**
     * Whether a whole key would let anybody in now. It is no use of the key.
     *
     * <p>It may wait for the database: call it on no event loop.
     */
    public boolean isInForce(String key) {
        var shown = KeyToken.of(key);
        return remembered
                .get(shown.id())
                .join()
                .filter(stored -> stored.admits(shown, time.now()))
                .isPresent();
    }

    /**
     * Looks again at a key that was let in, before more is written to it. Blocks where the key is not remembered.
     *
     * @throws IOException where it was revoked since, or is over: what is being written breaks off
     */
    public void requireInUse(String id) throws IOException {
        var now = time.now();
        if (remembered.get(id).join().filter(key -> key.isInUse(now)).isEmpty()) {
            throw new IOException("key %s was revoked or ended while it was answered".formatted(id));
        }
    }

    /** Whoever makes ids up shall not have the database busy with them. */
    private boolean isWorthALook(String unknown) {
        if (remembered.getIfPresent(unknown) != null
                || unknownKeys.take(1, System.nanoTime()).isZero()) {
            return true;
        }
        refusals.count("unknown-keys-per-second");
        return false;
    }

    /**
     * What a new key is to be like. None of it changes later, so that what the key did stays what it was.
     *
     * @param name what people call it
     * @param holder who has it: keys of one holder count as one person; null where that is not said
     * @param roles at least one of {@link Roles#ALL}
     * @param gateway the gateway it is a key of, null where it stands for itself; only with role {@link Roles#GATEWAY}
     * @param reach for whom it may ask; anything but {@link Reach#UNLIMITED} only with role {@link Roles#GATEWAY}
     * @param expiresAt when it ends, null for never
     */
    public record Wanted(
            String name,
            @Nullable String holder,
            SortedSet<String> roles,
            @Nullable String gateway,
            Reach reach,
            @Nullable Instant expiresAt) {
        /** Whether it may make keys for as long as nobody revokes it. */
        boolean isLastingAdmin() {
            return roles.contains(Roles.ADMIN) && expiresAt == null;
        }
    }

    /**
     * Makes a key. The first that may make others and does not expire ends the first key of the installation, which was there to make it.
     *
     * @param creator the key or part of the installation that makes it
     */
    public NewKey create(Wanted wanted, String creator) {
        var ended = new ArrayList<String>();
        var made = QuarkusTransaction.requiringNew().call(() -> {
            if (wanted.isLastingAdmin()) {
                rows.lockAdmins();
                endFirst().ifPresent(ended::add);
            }
            return store(KeyToken.generate(), wanted, creator);
        });
        remembered.synchronous().invalidateAll(ended);
        return made;
    }

    private Optional<String> endFirst() {
        if (firstKeyEndsAfter.equals(IdentityConfig.FirstKeyEnd.NEVER)) {
            return Optional.empty();
        }
        return rows.firstWithoutEnd().map(first -> {
            var now = time.now();
            var from = now.isBefore(first.createdAt) ? first.createdAt : now; // clocks step back
            var end = from.plus(firstKeyEndsAfter).truncatedTo(ChronoUnit.MICROS);
            first.expiresAt = end;
            LOG.infof("the first key (%s) ends at %s, since another can make keys now", first.id, end);
            return first.id;
        });
    }

    /** Writes a key down; call it inside a transaction. */
    NewKey store(KeyToken token, Wanted wanted, String creator) {
        var row = new KeyRow();
        row.id = token.id();
        row.name = wanted.name();
        row.holder = wanted.holder();
        row.sha256 = token.sha256();
        row.roles = wanted.roles().toArray(String[]::new);
        row.gateway = wanted.gateway();
        row.reach = ReachTerms.written(wanted.reach());
        row.createdAt = time.now().truncatedTo(ChronoUnit.MICROS);
        row.createdBy = creator;
        var expiresAt = wanted.expiresAt();
        row.expiresAt = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MICROS);
        rows.persistAndFlush(row);
        record(EventKind.KEY_MADE, row, creator);
        ids.add(token.id());
        remembered.synchronous().invalidate(token.id());
        LOG.infof("key %s with roles %s was made by %s", row.id, wanted.roles(), creator); // names are anybody's words
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
     * Ends a key: at once on this node, within the cache's time on others, and all that hear of {@link KeyRevoked} with it. Revoking twice
     * changes nothing.
     *
     * @throws ProblemException KEY_NOT_FOUND, or CONFLICT if nobody could make keys any more
     */
    public ApiKey revoke(String id, String revoker) {
        var key = QuarkusTransaction.requiringNew().call(() -> revokeRow(id, revoker));
        remembered.synchronous().invalidate(id);
        return key;
    }

    /** Why a key is not found. A whole key where its id was meant is not repeated: answers end up in other people's logs. */
    static ProblemException noKey(String id) {
        return new ProblemException(
                ProblemType.KEY_NOT_FOUND,
                KeyToken.isWhole(id)
                        ? "There is no key of that id: a whole key was sent. Maybe its id is meant, (%s); and whoever read the path has the key now, so revoke it."
                                .formatted(KeyToken.of(id).id())
                        : "There is no key (%s).".formatted(Shown.of(id)));
    }

    private ApiKey revokeRow(String id, String revoker) {
        rows.lockAdmins();
        var row = rows.findByIdOptional(id).orElseThrow(() -> noKey(id));
        if (row.revokedAt != null) {
            return row.toApiKey();
        }
        var now = time.now().truncatedTo(ChronoUnit.MICROS);
        refuseIfLast(row, now);
        row.revokedAt = now;
        row.revokedBy = revoker;
        record(EventKind.KEY_REVOKED, row, revoker);
        LOG.infof("key %s was revoked by %s", id, revoker);
        revoked.fire(new KeyRevoked(id, revoker, now));
        return row.toApiKey();
    }

    private void record(EventKind kind, KeyRow row, String by) {
        try {
            events.record(kind, by, "key %s with roles %s".formatted(row.id, String.join(", ", row.roles)));
        } catch (SQLException e) {
            throw new IllegalStateException("the event cannot be written", e);
        }
    }

    /** One that will expire is none that somebody can count on. */
    private void refuseIfLast(KeyRow row, Instant now) {
        var end = row.expiresAt;
        var lasts = end == null;
        var makesKeys = row.toStoredKey().roles().contains(Roles.ADMIN) && (end == null || end.isAfter(now));
        if (makesKeys && rows.otherAdmins(row.id, lasts, now) == 0) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "Key (%s) is the last one that can make keys%s. Make another with role admin%s first."
                            .formatted(
                                    row.id,
                                    lasts ? " and does not expire" : "",
                                    lasts ? " and without expiresAt" : ""));
        }
    }
}
