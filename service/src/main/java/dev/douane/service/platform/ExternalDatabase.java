package dev.douane.service.platform;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The operator's own PostgreSQL, checked before anything is started against it. */
final class ExternalDatabase {
    private static final int OLDEST = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private ExternalDatabase() {}

    /**
     * Waits up to half a minute for the database to answer and checks its version.
     *
     * @param url {@code jdbc:postgresql://…} or {@code postgresql://…}, without user and password
     * @throws StartFailure if it does not answer or is older than PostgreSQL 15
     */
    static Datasource await(String url, Optional<String> user, Optional<String> password, Consumer<String> progress) {
        var jdbcUrl = url.startsWith("jdbc:") ? url : "jdbc:" + url.replaceFirst("^postgres:", "postgresql:");
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new StartFailure(
                    "DOUANE_DB_URL does not name a PostgreSQL.\nMaybe write it as jdbc:postgresql://host:5432/douane.");
        }
        if (jdbcUrl.contains("@") || jdbcUrl.contains("password=")) {
            throw new StartFailure(
                    "DOUANE_DB_URL carries a user or a password, which would reach the log.\nMaybe set DOUANE_DB_USER and DOUANE_DB_PASSWORD instead.");
        }
        var datasource = new Datasource(jdbcUrl, user.orElse("douane"), password.orElse(""));
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (var connection = connect(datasource)) {
                checkVersion(connection, datasource);
                return datasource;
            } catch (SQLException e) {
                var comesUp = e.getSQLState() != null
                        && (e.getSQLState().startsWith("08") || e.getSQLState().equals("57P03"));
                if (!comesUp || System.nanoTime() > deadline) {
                    throw new StartFailure(
                            "The database %s does not let us in: %s\nMaybe check DOUANE_DB_URL, DOUANE_DB_USER and DOUANE_DB_PASSWORD."
                                    .formatted(datasource, e.getMessage()),
                            e);
                }
                progress.accept("waiting for the database %s".formatted(datasource));
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static void checkVersion(Connection connection, Datasource datasource) throws SQLException {
        var version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < OLDEST) {
            throw new StartFailure(
                    "The database %s is PostgreSQL %d, and Douane needs %d or newer.\nMaybe leave DOUANE_DB_URL out: Douane brings a PostgreSQL of its own."
                            .formatted(datasource, version, OLDEST));
        }
    }

    private static Connection connect(Datasource datasource) throws SQLException {
        var login = new Properties();
        login.setProperty("user", datasource.user());
        login.setProperty("password", datasource.password());
        login.setProperty("connectTimeout", "5");
        return DriverManager.getConnection(datasource.url(), login);
    }
}
