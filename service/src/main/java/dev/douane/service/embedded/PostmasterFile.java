package dev.douane.service.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a running PostgreSQL says about itself in {@code postmaster.pid}.
 *
 * @param pid its process
 * @param port where it listens; empty while it has not said so yet
 */
public record PostmasterFile(long pid, OptionalInt port) {
    private static final int PORT_LINE = 3;

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
            var port = lines.size() > PORT_LINE && !lines.get(PORT_LINE).isBlank()
                    ? OptionalInt.of(Integer.parseInt(lines.get(PORT_LINE).strip()))
                    : OptionalInt.empty();
            return Optional.of(new PostmasterFile(pid, port));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (NumberFormatException | IndexOutOfBoundsException half) {
            return Optional.empty();
        }
    }

    /** Whether the process is a PostgreSQL at all, rather than another program that was given the number since. */
    boolean isPostgres() {
        return ProcessHandle.of(pid)
                .map(ProcessHandle::info)
                .flatMap(process -> process.command().or(() -> program(process))) // another user's may be hidden
                .map(path -> path.endsWith("/postgres"))
                .orElse(false);
    }

    private static Optional<String> program(ProcessHandle.Info process) {
        return process.commandLine().map(line -> line.split(" ", 2)[0]);
    }

    /** Whether it runs as root, as those in a user namespace of their own once did. */
    boolean isRoots() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc", Long.toString(pid)), "unix:uid"));
    }
}
