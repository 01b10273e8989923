package dev.douane.service.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a running PostgreSQL says about itself in {@code postmaster.pid}.
 *
 * @param pid its process
 * @param started when it began, to the second; empty while it has not said so yet
 * @param port where it listens; empty while it has not said so yet
 */
public record PostmasterFile(long pid, Optional<Instant> started, OptionalInt port) {
    private static final int STARTED_LINE = 2;
    private static final int PORT_LINE = 3;

    /** By how much the two clocks that tell when it began may be apart: one of them moves when the machine's is set. */
    private static final Duration APART_MAX = Duration.ofMinutes(1);

    public static Path in(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    /** Empty when there is no such file, or the process it names has ended. */
    public static Optional<PostmasterFile> read(Path cluster) throws IOException {
        try {
            var lines = Files.readAllLines(in(cluster));
            var pid = Math.abs(Long.parseLong(lines.getFirst().strip()));
            if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
                return Optional.empty();
            }
            var started = line(lines, STARTED_LINE).map(Long::valueOf).map(Instant::ofEpochSecond);
            var port = line(lines, PORT_LINE).map(Integer::valueOf);
            return Optional.of(
                    new PostmasterFile(pid, started, port.map(OptionalInt::of).orElseGet(OptionalInt::empty)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (NumberFormatException | NoSuchElementException half) {
            return Optional.empty();
        }
    }

    private static Optional<String> line(List<String> lines, int number) {
        return lines.stream().skip(number).findFirst().map(String::strip).filter(text -> !text.isEmpty());
    }

    /**
     * The one that runs in this cluster. A file whose number was given to another program since, be it another cluster's PostgreSQL, is deleted:
     * PostgreSQL would take that program for its own, and refuse to start beside it or stop it.
     */
    static Optional<PostmasterFile> running(Path cluster) throws IOException {
        var named = read(cluster);
        if (named.isPresent() && !named.get().isOf(cluster)) {
            Files.deleteIfExists(in(cluster));
            return Optional.empty();
        }
        return named;
    }

    private boolean isOf(Path cluster) {
        return isPostgres() && standsIn(cluster);
    }

    private boolean isPostgres() {
        return ProcessHandle.of(pid)
                .map(ProcessHandle::info)
                .flatMap(process -> process.command().or(() -> program(process))) // another user's may be hidden
                .map(path -> path.endsWith("/postgres"))
                .orElse(false);
    }

    private static Optional<String> program(ProcessHandle.Info process) {
        return process.commandLine().map(line -> line.split(" ", 2)[0]);
    }

    /** It stands in its cluster from before it writes the file until it ends. */
    private boolean standsIn(Path cluster) {
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(pid), "cwd"), cluster);
        } catch (IOException hidden) { // another user's, and many containers hide it from root too
            return beganAsWritten();
        }
    }

    /** Whether the process began when the file says it did; false where either is unknown. */
    boolean beganAsWritten() {
        var began = ProcessHandle.of(pid).flatMap(process -> process.info().startInstant());
        return began.isPresent()
                && started.isPresent()
                && Duration.between(started.get(), began.get()).abs().compareTo(APART_MAX) <= 0;
    }

    /** Whether it runs as root, as those in a user namespace of their own once did. */
    boolean isRoots() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc", Long.toString(pid)), "unix:uid"));
    }
}
