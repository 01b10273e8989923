package dev.douane.service.fire;

import static org.awaitility.Awaitility.await;

import dev.douane.service.embedded.EmbeddedDatabase;
import dev.douane.service.platform.DataDirectory;
import dev.douane.service.platform.ListeningPostgres;
import dev.douane.service.platform.QuickLogins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL of the tests' own, that can be killed as a whole and started again on what it left. */
final class Postmaster implements AutoCloseable {
    private final DataDirectory directory;
    private volatile EmbeddedDatabase running;
    private volatile int port;

    Postmaster(Path folder) {
        directory = DataDirectory.claim(folder);
        running = ListeningPostgres.open(directory);
        port = ListeningPostgres.port(directory);
        QuickLogins.to(running);
    }

    /** As a crash of the whole of it: every process gets {@code kill -9}, the postmaster first, so that none can tidy up after another. */
    void kill() {
        kill(directory.path());
    }

    /** The same for the PostgreSQL of a data directory. */
    static void kill(Path data) {
        var postmaster = ProcessHandle.of(pid(data)).orElseThrow();
        var all = Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Starts it on its directory, where it recovers by itself; on another port, as it happens. */
    void start() {
        running = ListeningPostgres.openAgain(directory);
        port = ListeningPostgres.port(directory);
    }

    private static long pid(Path data) {
        try {
            return Long.parseLong(Files.readAllLines(data.resolve("postgres").resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** The service's database, straight and not by any relay. */
    PGSimpleDataSource database() {
        var source = new PGSimpleDataSource();
        source.setUrl(running.jdbcUrl());
        source.setUser(user());
        source.setPassword(password());
        source.setSocketTimeout(60);
        return source;
    }

    String user() {
        return running.user();
    }

    String password() {
        return running.password();
    }

    @Override
    public void close() {
        running.close();
        directory.close();
    }
}
