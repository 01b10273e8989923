package dev.douane.service.platform;

import dev.douane.service.embedded.EmbeddedDatabase;
import dev.douane.service.embedded.PostmasterFile;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * A real PostgreSQL for {@code @QuarkusTest}, one a JVM, empty at the start.
 *
 * <p>The application waits for it as long as a machine under load may need: a test that is about something else is not to see a 503.
 *
 * <p>The application works as a role that owns nothing, as everywhere; tests that go behind its back do so as {@link AsOwner}.
 *
 * <p>The cluster stays in {@code target} between runs, so a run that was killed leaves nothing behind that the next does not take over.
 */
public class PostgresTestResource implements QuarkusTestResourceLifecycleManager {
    /** How long the application waits for its database, unless a test is about just that. */
    public static final Map<String, String> PATIENT = Map.of(
            "douane.decisions.deadline", "PT60S",
            "douane.ledger.request-deadline", "PT60S",
            "douane.ledger.statement-timeout", "PT20S",
            "douane.ledger.lock-timeout", "PT15S",
            "douane.identity.lookup-limit", "PT30S",
            "quarkus.datasource.jdbc.acquisition-timeout", "PT30S");

    private static final int ROOMS = 8;

    private DataDirectory directory;

    @Override
    public Map<String, String> start() {
        directory = claim();
        var database = EmbeddedDatabase.open(
                directory, Path.of("target", "postgres-binaries").toAbsolutePath(), what -> {});
        try {
            endWithTheTests(directory);
            QuickLogins.to(database);
            database.recreate();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("The test database cannot be made empty.", e);
        }
        var properties = new HashMap<>(PATIENT);
        var server = database.server();
        var owner = database.owner();
        properties.putAll(Map.of(
                "quarkus.datasource.jdbc.url", server.url(),
                "quarkus.datasource.username", server.user(),
                "quarkus.datasource.password", server.password(),
                "quarkus.flyway.jdbc-url", owner.url(),
                "quarkus.flyway.username", owner.user(),
                "quarkus.flyway.password", owner.password(),
                "douane.embedded-database", "true",
                "douane.drain.quiet", "PT0S",
                "douane.data-dir", directory.path().toString()));
        return properties;
    }

    /** The next application takes the server over, as after a run that was killed: to stop and start it each time takes longer. */
    @Override
    public void stop() {
        directory.close();
    }

    private static void endWithTheTests(DataDirectory directory) throws IOException {
        var pid = PostmasterFile.read(directory.path().resolve("postgres"))
                .orElseThrow()
                .pid();
        var server = ProcessHandle.of(pid).orElseThrow();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
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
