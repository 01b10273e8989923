package dev.douane.service.audit;

import dev.douane.service.audit.Segments.Published;
import dev.douane.service.platform.Background;
import dev.douane.service.platform.Ids;
import dev.douane.service.platform.TimeSource;
import dev.douane.service.platform.Transaction;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Indexes the log, a second or two behind whoever appends. One node at a time does, whichever comes first. */
@ApplicationScoped
class SegmentKeeper {
    private static final Logger LOG = Logger.getLogger(SegmentKeeper.class);

    /** Few enough to be looked through in a millisecond or two, and so many that most values come more than once in them. */
    private static final int SIZE = 2_048;

    /** Ids this young may still be on their way into the log. Whoever comes later than that makes postings himself. */
    private static final Duration ON_THEIR_WAY = Duration.ofSeconds(2);

    /** At once: half a second's work at most. */
    private static final int SEGMENTS = 64;

    private static final int FORGOTTEN_AT_ONCE = 50_000;

    /** Of the database's advisory locks the one that whoever makes segments has. */
    static final long ONE_AT_A_TIME = 0x64_6F_75_61_6E_65_08L; // "douane", 8

    /** Runs, a second each. */
    private static final int TOLD_AFTER = 60;

    private final DataSource database;
    private final TimeSource time;
    private final int size;
    private final long lock;
    private @Nullable Published published;
    private volatile int waiting;
    private int waited;
    private boolean failing;

    @Inject
    SegmentKeeper(DataSource database, TimeSource time, MeterRegistry metrics) {
        this(database, time, SIZE, ONE_AT_A_TIME);
        Gauge.builder("douane.log.segments.waiting", () -> waiting)
                .description("segments of the decision log that are full and not indexed yet: searches read them whole")
                .register(metrics);
    }

    /**
     * @param size decisions of a segment
     * @param lock the database's advisory lock that keeps others away
     */
    SegmentKeeper(DataSource database, TimeSource time, int size, long lock) {
        this.database = database;
        this.time = time;
        this.size = size;
        this.lock = lock;
    }

    @Background
    @Scheduled(every = "1s", delayed = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void advanceQuietly() {
        try {
            advance();
            failing = false;
        } catch (SQLException | RuntimeException e) {
            if (!failing) {
                LOG.warnf(e, "the decision log cannot be indexed; searches read what is not");
            }
            failing = true;
        }
    }

    /** Indexes what was published before, where that may be done by now, and then publishes more. */
    synchronized void advance() throws SQLException {
        try (var transaction = Transaction.on(database)) {
            if (!isAlone(transaction.connection())) {
                published(null); // others have their own horizon
                return;
            }
            var segments = new Segments(transaction.connection());
            if (published != null && !index(segments, published)) {
                return; // a later horizon would be later passed
            }
            segments.publish(size, Ids.lowest(time.now().minus(ON_THEIR_WAY)), SEGMENTS);
            transaction.commit();
        }
        try (var transaction = Transaction.on(database)) { // whose snapshot is taken after that commit
            published(new Segments(transaction.connection()).published());
        }
    }

    private void published(@Nullable Published last) {
        published = last;
        waiting = last == null ? 0 : last.segments();
    }

    private boolean index(Segments segments, Published last) throws SQLException {
        if (segments.isSeenByAll(last)) {
            segments.index(last);
            waited = 0;
            return true;
        }
        waited++;
        if (waited % TOLD_AFTER == 0) {
            LOG.warnf(
                    "tried %d times, the decision log cannot be indexed: a transaction of its PostgreSQL, in whichever database, does not end; searches read what is not",
                    waited);
        }
        return false;
    }

    private boolean isAlone(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("select pg_try_advisory_xact_lock(?)")) {
            select.setLong(1, lock);
            try (var row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    @Background
    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = ConcurrentExecution.SKIP)
    void forgetQuietly() {
        try {
            forget();
        } catch (SQLException | RuntimeException e) {
            LOG.warnf(
                    e, "what is indexed of decisions that left the log could not be forgotten; tried again in an hour");
        }
    }

    /** Forgets what is said of decisions that have left the log. */
    void forget() throws SQLException {
        boolean isDone;
        do {
            try (var transaction = Transaction.on(database)) {
                isDone = !isAlone(transaction.connection())
                        || new Segments(transaction.connection()).forget(FORGOTTEN_AT_ONCE);
                transaction.commit();
            }
        } while (!isDone);
    }
}
