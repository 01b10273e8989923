package dev.douane.service.audit;

import dev.douane.service.platform.Background;
import dev.douane.service.platform.Ids;
import dev.douane.service.platform.OwnerDatabase;
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

/**
 * Prepares the log's coming months, at start and every hour, and drops those past their retention: as the owner, since nobody else may. At start it also sees to it that ids go
 * on where the log ends, whatever the clock says by now.
 */
@ApplicationScoped
class LogKeeper {
    private static final Logger LOG = Logger.getLogger(LogKeeper.class);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

    private final DataSource database;
    private final DataSource owner;
    private final LogConfig config;
    private final TimeSource time;
    private final Ids ids;

    LogKeeper(DataSource database, OwnerDatabase owner, LogConfig config, TimeSource time, Ids ids) {
        this.database = database;
        this.owner = owner.source();
        this.config = config;
        this.time = time;
        this.ids = ids;
    }

    /** The months are there before the first decision. */
    void atStart(@Observes @Priority(100) StartupEvent started) throws SQLException {
        tend();
        continueIds();
    }

    /**
     * A clock may have been set back while nobody ran. Ids further ahead than a search looks were given under a clock that was wrong; to go
     * on after those would make every later id as wrong.
     */
    private void continueIds() throws SQLException {
        try (var connection = database.getConnection()) {
            var below = Ids.lowest(time.now().plus(DecisionSearch.AHEAD));
            DecisionRows.newest(connection, below).ifPresent(ids::continueAfter);
            DecisionRows.newest(connection, DecisionSearch.HIGHEST)
                    .filter(newest -> Ids.ORDER.compare(newest, below) >= 0)
                    .ifPresent(stray -> LOG.warnf(
                            "the log holds a decision (%s) of %s, which this clock (%s) has not reached: the clock is"
                                    + " wrong here, or was wrong there, and new decisions are listed before it",
                            stray, Ids.timeOf(stray), time.now()));
        }
    }

    @Background
    @Scheduled(every = "1h", delayed = "1h", identity = "decision-log")
    void everyHour() {
        try {
            tend();
        } catch (SQLException e) {
            LOG.warnf(e, "the months of the decision log could not be tended; tried again in an hour");
        }
    }

    void tend() throws SQLException {
        try (var transaction = Transaction.on(owner)) {
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
