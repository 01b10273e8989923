package dev.douane.service.identity;

import dev.douane.service.platform.Background;
import dev.douane.service.platform.ReservedDatabase;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The ids of all keys there ever were, so that what nobody made need not be looked for. What another node makes is known here in two seconds; a key is some
 * hundred bytes.
 */
@Singleton // asked with every decision: no proxy in between
class KnownIds {
    private static final Logger LOG = Logger.getLogger(KnownIds.class);

    /** A key made earlier may be committed later, and clocks differ. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private final ReservedDatabase reserved;
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private volatile boolean complete;
    private volatile Instant newest = Instant.EPOCH;

    KnownIds(ReservedDatabase reserved) {
        this.reserved = reserved;
    }

    /** Whether there may be a key of that id: there is one, or they have not all been read yet. */
    boolean mayBe(String id) {
        return !complete || ids.contains(id);
    }

    /** Whether there is a key of that id, as far as they have been read. */
    boolean has(String id) {
        return ids.contains(id);
    }

    void add(String id) {
        ids.add(id);
    }

    @Background
    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void read() {
        try (var connection = reserved.source().getConnection();
                var select = connection.prepareStatement("select id, created_at from api_key where created_at >= ?")) {
            select.setTimestamp(1, Timestamp.from(newest.minus(OVERLAP)));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                    var createdAt = rows.getTimestamp(2).toInstant();
                    newest = createdAt.isAfter(newest) ? createdAt : newest;
                }
            }
            complete = true;
        } catch (SQLException e) {
            LOG.debugf("the ids of keys cannot be read: %s", e.getMessage()); // again and again; readiness says it once
        }
    }
}
