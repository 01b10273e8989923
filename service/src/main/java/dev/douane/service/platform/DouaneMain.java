package dev.douane.service.platform;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Starts the service: claims the data directory, sees to a database, then runs Quarkus against it.
 *
 * <p>The database stops after Quarkus has drained, in whatever way the process is asked to end.
 */
@QuarkusMain
public class DouaneMain implements QuarkusApplication {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);

    private final Welcome welcome;

    @Inject
    DouaneMain(Welcome welcome) {
        this.welcome = welcome;
    }

    /** Entry point of the packaged server. */
    public static void main(String... arguments) {
        try {
            prepare();
        } catch (StartFailure e) {
            System.err.println("douane: " + e.getMessage());
            System.exit(1);
        }
        Quarkus.run(DouaneMain.class, (code, failure) -> System.exit(code), arguments);
    }

    @Override
    public int run(String... arguments) {
        welcome.begin();
        Quarkus.waitForExit();
        return 0;
    }

    private static void prepare() {
        var directory = DataDirectory.claim(
                Path.of(setting("douane.data-dir", "DOUANE_DATA_DIR").orElse("data")));
        System.setProperty("douane.data-dir", directory.path().toString());
        var external = setting("douane.db-url", "DOUANE_DB_URL");
        if (external.isPresent()) {
            ExternalDatabase.await(
                            external.get(),
                            setting("douane.db-user", "DOUANE_DB_USER"),
                            setting("douane.db-password", "DOUANE_DB_PASSWORD"),
                            DouaneMain::say)
                    .becomeDatasource();
            stopAfterQuarkus(directory, null);
            return;
        }
        var database = EmbeddedDatabase.open(directory, directory.resolve("postgres-binaries"), DouaneMain::say);
        stopAfterQuarkus(directory, database);
        Thread.ofPlatform().daemon().name("douane-database").start(() -> keepAlive(database));
        System.setProperty("douane.embedded-database", "true");
        new Datasource(database.jdbcUrl(), database.user(), database.password()).becomeDatasource();
    }

    /** Nobody else looks after it: it has no service manager of its own. */
    private static void keepAlive(EmbeddedDatabase database) {
        var pause = LOOK_EVERY;
        while (true) {
            LockSupport.parkNanos(pause.toNanos());
            try {
                database.revive();
                pause = LOOK_EVERY;
            } catch (StartFailure e) {
                say(e.getMessage() + "\nTried again in %d seconds.".formatted(AFTER_A_FAILURE.toSeconds()));
                pause = AFTER_A_FAILURE;
            }
        }
    }

    private static void stopAfterQuarkus(DataDirectory directory, @Nullable EmbeddedDatabase database) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            var quarkus = Application.currentApplication();
                            if (quarkus != null) {
                                quarkus.awaitShutdown();
                            }
                            if (database != null) {
                                database.close();
                            }
                            directory.close();
                        },
                        "douane-stop"));
    }

    private static Optional<String> setting(String property, String variable) {
        return Optional.ofNullable(System.getProperty(property))
                .or(() -> Optional.ofNullable(System.getenv(variable)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static void say(String what) {
        System.out.println("douane: " + what);
    }
}
