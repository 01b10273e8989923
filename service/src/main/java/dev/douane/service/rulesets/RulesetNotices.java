package dev.douane.service.rulesets;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

/**
 * Hears from the database that rulesets changed, on a connection and a thread of its own. What it misses is found by looking: it is there to be
 * quick, not to be relied on.
 */
final class RulesetNotices implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RulesetNotices.class);
    /** How long it takes to see that nobody is to listen any more; a notice is heard at once. */
    private static final int LISTEN_MILLIS = 200;

    private static final Duration END = Duration.ofSeconds(2);
    private static final int AGAIN_SECONDS = 5;

    private final DataSource database;
    private final Runnable changed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean started;

    /** @param changed is called for every notice; returns quickly */
    RulesetNotices(DataSource database, Runnable changed) {
        this.database = database;
        this.changed = changed;
    }

    void start() {
        started = true;
        Thread.ofPlatform().name("douane-ruleset-notices").daemon().start(this::listen);
    }

    private void listen() {
        try {
            do {
                try {
                    hear();
                } catch (SQLException e) {
                    LOG.debugf("changes of rulesets are not heard of for now: %s", e.getMessage());
                } catch (RuntimeException e) {
                    notHeard(e);
                }
            } while (!closed.await(AGAIN_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    /** A container that ends under this thread, since a start failed elsewhere, has no connections left to give. */
    private void notHeard(RuntimeException why) {
        if (closed.getCount() > 0) {
            LOG.warnf(why, "changes of rulesets are not heard of for now, and looked for each second");
        } else {
            LOG.debugf("stopping, so changes of rulesets are not heard of any more: %s", why.getMessage());
        }
    }

    private void hear() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("listen douane_rulesets");
            changed.run(); // what was written while nobody listened
            var notices = connection.unwrap(PGConnection.class);
            while (closed.getCount() > 0) {
                var heard = notices.getNotifications(LISTEN_MILLIS);
                if (heard != null && heard.length > 0) {
                    changed.run();
                }
            }
            statement.execute("unlisten *");
        }
    }

    /** Waits until its connection is given back: a pool that ends under whoever has one warns of it. */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (started && !ended.await(END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("changes of rulesets are still listened for, though nobody is to hear of them");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
