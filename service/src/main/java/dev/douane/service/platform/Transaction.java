package dev.douane.service.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * One transaction over JDBC on a connection of the pool. Closed, it undoes what was not committed and gives the connection back as it came;
 * what fails then is added to what failed first and does not take its place. For one thread.
 */
public final class Transaction implements AutoCloseable {
    /** How much longer than the database's own limit the connection waits for it. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Connection connection;
    private final int networkTimeoutMillis;

    private Transaction(Connection connection) throws SQLException {
        this.connection = connection;
        this.networkTimeoutMillis = connection.getNetworkTimeout();
    }

    /** Begins. */
    public static Transaction on(DataSource database) throws SQLException {
        var connection = database.getConnection();
        try {
            connection.setAutoCommit(false);
            return new Transaction(connection);
        } catch (SQLException | RuntimeException e) {
            try (connection) {
                throw e;
            }
        }
    }

    /** All of it is seen as it was at one moment, which concurrent writes neither disturb nor wait for. Before anything else. */
    public void seeOneMoment() throws SQLException {
        set("transaction isolation level repeatable read");
    }

    /** Nothing is changed. */
    public void onlyRead() throws SQLException {
        set("transaction read only");
    }

    /** From here on a statement that takes longer than this is cut off (SQL state 57014). */
    public void limit(Duration each) throws SQLException {
        connection.setNetworkTimeout(
                Runnable::run, Math.toIntExact(each.plus(GRACE).toMillis()));
        set("local statement_timeout = " + each.toMillis());
    }

    private void set(String what) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set " + what);
        }
    }

    /** What the work is done on. Not to be closed, committed or rolled back. */
    public Connection connection() {
        return connection;
    }

    /** Makes everything so far last. */
    public void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback(); // of one that cannot even do this nothing further is set: it serves nobody again
            connection.setNetworkTimeout(Runnable::run, networkTimeoutMillis);
            connection.setAutoCommit(true);
        }
    }
}
