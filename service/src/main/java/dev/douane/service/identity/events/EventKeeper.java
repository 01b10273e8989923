package dev.douane.service.identity.events;

import dev.douane.service.platform.Background;
import dev.douane.service.platform.Months;
import dev.douane.service.platform.OwnerDatabase;
import dev.douane.service.platform.TimeSource;
import dev.douane.service.platform.Transaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Prepares the coming months of events, at start and every hour, and drops those past their retention: as the owner of the tables, since nobody else can remove an event
 * (decision 163).
 */
@ApplicationScoped
class EventKeeper {
    private static final Logger LOG = Logger.getLogger(EventKeeper.class);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);
    private static final int MONTHS_AHEAD = 3;

    /** A month is of those that happened last in it. */
    private static final Months.Table EVENTS = new Months.Table(
            "security_event",
            "last_at",
            Instant::toString,
            at -> ((Timestamp) at).toInstant(),
            "keep_from_truncate",
            0x64_6F_75_61_6E_65_0AL); // "douane", 10

    private final DataSource owner;
    private final SecurityEventsConfig config;
    private final TimeSource time;

    EventKeeper(OwnerDatabase owner, SecurityEventsConfig config, TimeSource time) {
        this.owner = owner.source();
        this.config = config;
        this.time = time;
    }

    void atStart(@Observes @Priority(100) StartupEvent started) throws SQLException {
        tend();
    }

    @Background
    @Scheduled(every = "1h", delayed = "1h", identity = "security-events")
    void everyHour() {
        try {
            tend();
        } catch (SQLException e) {
            LOG.warnf(e, "the months of the security events could not be tended; tried again in an hour");
        }
    }

    void tend() throws SQLException {
        try (var transaction = Transaction.on(owner)) {
            var months = new Months(transaction.connection(), EVENTS);
            months.waitAtMost(LOCK_TIMEOUT);
            var now = time.now();
            var prepared = months.prepare(now, MONTHS_AHEAD);
            var dropped = months.dropOlderThan(config.retention(), now);
            transaction.commit();
            if (!prepared.isEmpty()) {
                LOG.infof("security events are prepared for %s", prepared);
            }
            if (!dropped.isEmpty()) {
                LOG.infof("security events of %s were dropped, kept %s", dropped, config.retention());
            }
        }
    }
}
