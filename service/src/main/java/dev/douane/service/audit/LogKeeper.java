package dev.douane.service.audit;

import dev.douane.service.platform.TimeSource;
import dev.douane.service.platform.Transaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Prepares the log's coming months, at start and every hour, and drops those past their retention. */
@ApplicationScoped
class LogKeeper {
    private static final Logger LOG = Logger.getLogger(LogKeeper.class);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

    private final DataSource database;
    private final LogConfig config;
    private final TimeSource time;

    LogKeeper(DataSource database, LogConfig config, TimeSource time) {
        if (config.monthsAhead() < 1 || config.monthsAhead() > 24) {
            throw new IllegalArgumentException(
                    "douane.log.months-ahead (%d) must be 1 to 24".formatted(config.monthsAhead()));
        }
        if (config.retention().compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException(
                    "douane.log.retention (%s) must be at least P1D".formatted(config.retention()));
        }
        this.database = database;
        this.config = config;
        this.time = time;
    }

    /** The months are there before the first decision. */
    void atStart(@Observes @Priority(100) StartupEvent started) throws SQLException {
        tend();
    }

    @Scheduled(every = "1h", delayed = "1h", identity = "decision-log")
    void everyHour() {
        try {
            tend();
        } catch (SQLException e) {
            LOG.warnf(e, "the months of the decision log could not be tended; tried again in an hour");
        }
    }

    void tend() throws SQLException {
        try (var transaction = Transaction.on(database)) {
            var partitions = new Partitions(transaction.connection());
            partitions.waitAtMost(LOCK_TIMEOUT);
            var now = time.now();
            var prepared = partitions.prepare(now, config.monthsAhead());
            var dropped = partitions.dropOlderThan(config.retention(), now);
            transaction.commit();
            if (!prepared.isEmpty()) {
                LOG.infof("the decision log is prepared for %s", prepared);
            }
            if (!dropped.isEmpty()) {
                LOG.infof("the decision log dropped %s, kept %s", dropped, config.retention());
            }
        }
    }
}
