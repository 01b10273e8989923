package dev.douane.service.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A lane's way to the database: opened when it is needed, again whenever it broke. For one thread. */
final class LaneConnection {
    private static final Logger LOG = Logger.getLogger(LaneConnection.class);

    /** There is no way to the database. */
    static final class NotConnected extends Exception {
        private static final long serialVersionUID = 1L;

        NotConnected(SQLException cause) {
            super(cause);
        }
    }

    private static final Duration IDLE_MOST = Duration.ofSeconds(30);

    private final LedgerConnections connections;
    private final LedgerWriter writer;
    private final LedgerMetrics metrics;
    private @Nullable Connection connection;
    /** Of {@link System#nanoTime}. */
    private long lastUsed;

    LaneConnection(LedgerConnections connections, LedgerWriter writer, LedgerMetrics metrics) {
        this.connections = connections;
        this.writer = writer;
        this.metrics = metrics;
    }

    @Nullable
    Connection ifOpen() {
        lastUsed = System.nanoTime();
        return connection;
    }

    Connection open() throws NotConnected {
        var open = connection;
        if (open == null) {
            try {
                open = connections.open();
            } catch (SQLException e) {
                throw new NotConnected(e);
            }
            connection = open;
            lastUsed = System.nanoTime();
            writer.isWorking(true);
            LOG.info("the ledger is connected");
        }
        return open;
    }

    /** To be called every now and then while there is nothing to do: what stands idle may be cut off without anybody being told. */
    void keepOpen() {
        try {
            var open = open();
            if (System.nanoTime() - lastUsed > IDLE_MOST.toNanos()) {
                lastUsed = System.nanoTime();
                if (!answers(open)) {
                    close();
                    open();
                }
            }
        } catch (NotConnected e) {
            noteTrouble(e);
        }
    }

    private static boolean answers(Connection open) {
        try {
            if (!open.isValid(1)) {
                return false;
            }
            open.rollback(); // the question was a transaction too
            return true;
        } catch (SQLException e) {
            LOG.debug("an idle connection is broken", e);
            return false;
        }
    }

    void close() {
        writer.isWorking(false);
        var open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("closing a broken connection failed", e);
            }
        }
    }

    /** Says once that the database is in trouble. */
    void noteTrouble(Exception e) {
        if (writer.isWorking() || connection != null) {
            LOG.warnf(e, "the ledger cannot work; it tries again");
        }
        writer.isWorking(false);
    }

    void rollBack() {
        metrics.rolledBack();
        var open = connection;
        if (open != null) {
            try {
                open.rollback();
            } catch (SQLException e) {
                LOG.debug("rolling back failed", e);
                close();
            }
        }
    }
}
