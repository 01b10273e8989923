package dev.douane.service.platform;

import dev.douane.service.embedded.EmbeddedDatabase;
import dev.douane.service.embedded.PostmasterFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PostgreSQL as operators have one of their own, on a port of loopback: made of the embedded one, which listens only where its operator says so. */
public final class ListeningPostgres {
    private static final Path BINARIES = Path.of("target", "postgres-binaries").toAbsolutePath();

    private ListeningPostgres() {}

    private static void nobodyReads(String what) {}

    /** @param settings further ones, as lines of {@code postgresql.conf} */
    public static EmbeddedDatabase open(DataDirectory directory, String... settings) {
        var operators = directory.resolve("postgres").resolve("operator.conf");
        try {
            EmbeddedDatabase.open(directory, BINARIES, ListeningPostgres::nobodyReads)
                    .close();
            Files.writeString(operators, "listen_addresses = '127.0.0.1'\n" + String.join("\n", settings) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return openAgain(directory);
    }

    /** Where it was open before. */
    public static EmbeddedDatabase openAgain(DataDirectory directory) {
        return EmbeddedDatabase.open(directory, BINARIES, ListeningPostgres::nobodyReads);
    }

    /** Where it listens now. */
    public static int port(DataDirectory directory) {
        try {
            return PostmasterFile.read(directory.resolve("postgres"))
                    .orElseThrow()
                    .port()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address of one of its databases. */
    public static String url(DataDirectory directory, String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port(directory), database);
    }
}
