package dev.douane.service.platform;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

/**
 * A real PostgreSQL for {@code @QuarkusTest}, one a JVM, empty at the start.
 *
 * <p>The cluster stays in {@code target} between runs, so a run that was killed leaves nothing behind that the next does not take over.
 */
public class PostgresTestResource implements QuarkusTestResourceLifecycleManager {
    private static final int ROOMS = 8;

    private DataDirectory directory;
    private EmbeddedDatabase database;

    @Override
    public Map<String, String> start() {
        directory = claim();
        database = EmbeddedDatabase.open(
                directory, Path.of("target", "postgres-binaries").toAbsolutePath(), what -> {});
        try {
            database.recreate();
        } catch (SQLException e) {
            throw new IllegalStateException("The test database cannot be made empty.", e);
        }
        return Map.of(
                "quarkus.datasource.jdbc.url", database.jdbcUrl(),
                "quarkus.datasource.username", database.user(),
                "quarkus.datasource.password", database.password(),
                "douane.embedded-database", "true",
                "douane.data-dir", directory.path().toString());
    }

    @Override
    public void stop() {
        database.close();
        directory.close();
    }

    /** The first folder no other test run holds. */
    private static DataDirectory claim() {
        StartFailure held = null;
        for (var room = 1; room <= ROOMS; room++) {
            try {
                return DataDirectory.claim(Path.of("target", "postgres-test-" + room));
            } catch (StartFailure inUse) {
                held = inUse;
            }
        }
        throw held;
    }
}
