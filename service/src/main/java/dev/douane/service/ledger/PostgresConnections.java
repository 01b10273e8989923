package dev.douane.service.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Opens connections straight from the driver. */
final class PostgresConnections implements LedgerConnections {
    private final String url;
    private final String user;
    private final String password;
    private final Duration statementTimeout;
    private final Duration lockTimeout;

    PostgresConnections(String url, String user, String password, Duration statementTimeout, Duration lockTimeout) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.statementTimeout = statementTimeout;
        this.lockTimeout = lockTimeout;
    }

    @Override
    public Connection open() throws SQLException {
        var seconds = Long.toString(statementTimeout.toSeconds() + 1);
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "douane-ledger");
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("socketTimeout", Long.toString(statementTimeout.toSeconds() + 2));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("prepareThreshold", "1");
        properties.setProperty("reWriteBatchedInserts", "true");
        var connection = DriverManager.getConnection(url, properties);
        try (var settings = connection.createStatement()) {
            settings.execute(
                    "set statement_timeout = %s; set lock_timeout = %s; set idle_in_transaction_session_timeout = %s"
                            .formatted(
                                    statementTimeout.toMillis(),
                                    lockTimeout.toMillis(),
                                    statementTimeout.multipliedBy(4).toMillis()));
            // each statement sees what is committed: accounts are compared with what they are now, and the log's
            // segments, too
            settings.execute("set default_transaction_isolation = 'read committed'");
            // everything here is found by its key; a table that was small when the statement was planned may be large
            // by now
            settings.execute(
                    "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_hashjoin = off;"
                            + " set enable_mergejoin = off; set jit = off");
            // an answer is given after its commit, so a commit must mean that it is on disk; a stricter setting stays
            settings.execute("select set_config('synchronous_commit', 'on', false)"
                    + " where current_setting('synchronous_commit') in ('off', 'local')");
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException | RuntimeException e) {
            try (connection) {
                throw e; // should closing fail too, that is added to it
            }
        }
    }
}
