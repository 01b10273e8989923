package dev.douane.service.embedded;

import dev.douane.service.platform.StartFailure;
import dev.douane.service.platform.ThisUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs PostgreSQL's programs, which refuse to run as root, and not for nothing: whoever is a superuser of the database can run programs on the machine.
 *
 * <p>Root starts them as the system's {@code nobody}, without any capability and without a way to get one. The database's folder is given to that user. They
 * stand in it when they start and know it by that, so they need not be able to pass the folders above, such as root's home.
 */
public final class PostgresCommand {
    private static final int ROOT = 0;
    private static final int NOBODY = 65534;
    private static final Path HERE = Path.of("/proc/self/cwd");
    /** Where root keeps the programs if they could not be passed to in the data directory. */
    private static final Path SHARED = Path.of("/var/cache/douane/postgres-binaries");

    private static final List<String> AS_NOBODY = List.of(
            "setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            "--no-new-privs",
            "--inh-caps=-all",
            "--bounding-set=-all");

    /** PostgreSQL asks for the name of whom it runs as: in a namespace of its own every user has one, {@code nobody}'s. */
    private static final List<String> NAMED = List.of("unshare", "-U");

    private final List<String> prefix;
    private final boolean runsAsNobody;

    private PostgresCommand(List<String> prefix, boolean runsAsNobody) {
        this.prefix = prefix;
        this.runsAsNobody = runsAsNobody;
    }

    /** The way that works for the user this process runs as. */
    public static PostgresCommand forThisUser() {
        var us = us();
        if (!us.isRoot()) {
            return new PostgresCommand(us.hasName() || !succeeds(NAMED) ? List.of() : NAMED, false);
        }
        // some containers may not touch the bounding set; without privileges to gain it is one precaution less
        for (var asNobody : List.of(AS_NOBODY, AS_NOBODY.subList(0, AS_NOBODY.size() - 1))) {
            if (succeeds(asNobody)) {
                return new PostgresCommand(asNobody, true);
            }
        }
        throw new StartFailure(
                "PostgreSQL refuses to run as root, and setpriv (of util-linux) cannot start it as another user.\nMaybe start Douane as an ordinary user, or set DOUANE_DB_URL.");
    }

    /** Whether the programs run as another user than this process. */
    boolean runsAsNobody() {
        return runsAsNobody;
    }

    /** What the programs that are run in a folder call it. */
    Path called(Path folder) {
        return runsAsNobody ? HERE : folder;
    }

    /**
     * Where the programs can be kept so that the user they run as gets at them: in the given folder if that can be; else in one of the system's caches; else in
     * the given one, whose folder everybody may then pass.
     */
    Path reachable(Path store) throws IOException {
        if (!runsAsNobody || isPassable(store)) {
            return store;
        }
        if (isShared()) {
            return SHARED;
        }
        var folder = store.resolveSibling(".").normalize();
        var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(folder));
        permissions.add(PosixFilePermission.OTHERS_EXECUTE);
        Files.setPosixFilePermissions(folder, permissions);
        if (!isPassable(store)) {
            throw new StartFailure(
                    "PostgreSQL does not run as root, and whom it runs as gets at its programs neither in [%s] nor in [%s].\nMaybe let others pass the folders above (chmod o+x), start Douane as an ordinary user, or set DOUANE_DB_URL."
                            .formatted(store, SHARED));
        }
        return store;
    }

    private static boolean isPassable(Path folder) throws IOException {
        for (var each = folder.toAbsolutePath(); each != null; each = each.getParent()) {
            if (Files.exists(each)
                    && !Files.getPosixFilePermissions(each).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is there, or could be made, and only root can write to it. */
    private static boolean isShared() {
        try {
            for (var each : List.of(SHARED.resolveSibling("."), SHARED)) {
                var folder = Files.createDirectories(each.normalize());
                if (!Integer.valueOf(ROOT).equals(Files.getAttribute(folder, "unix:uid"))) {
                    return false;
                }
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            return isPassable(SHARED);
        } catch (IOException readOnly) {
            return false;
        }
    }

    /** Gives a file or folder to the user the programs run as, where it is another's; only root can and needs to. */
    public void give(Path path) throws IOException {
        if (!runsAsNobody || Integer.valueOf(NOBODY).equals(Files.getAttribute(path, "unix:uid"))) {
            return;
        }
        var given = run(
                List.of("chown", "-R", "%s:%s".formatted(NOBODY, NOBODY), path.toString()),
                Duration.ofMinutes(5),
                Path.of("/"),
                null,
                List.of());
        if (given.code() != 0) {
            throw new IOException(given.output());
        }
    }

    /** Runs a program to its end, in a folder. */
    public Finished run(Duration limit, Path folder, List<String> command) throws IOException {
        return run(command, limit, folder, null, prefix);
    }

    /** The same, with a file to read from, which need not be in reach either. */
    public Finished run(Duration limit, Path folder, Path input, List<String> command) throws IOException {
        return run(command, limit, folder, input, prefix);
    }

    /** The same as this process's user. */
    static Finished runAsWeAre(Duration limit, List<String> command) throws IOException {
        return run(command, limit, Path.of("/"), null, List.of());
    }

    private static Finished run(
            List<String> command, Duration limit, Path folder, @Nullable Path input, List<String> prefix)
            throws IOException {
        var whole = new ArrayList<>(prefix);
        whole.addAll(command);
        var output = Files.createTempFile("douane-postgres", ".log");
        try {
            var builder = new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.directory(folder.toFile());
            if (input != null) {
                builder.redirectInput(input.toFile());
            }
            var path = System.getenv("PATH");
            builder.environment().clear(); // ours has passwords in it, and PG… variables that would mean the database
            builder.environment().put("LC_ALL", "C");
            if (path != null) {
                builder.environment().put("PATH", path);
            }
            var process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Finished(-1, "no end after " + limit);
            }
            return new Finished(
                    process.exitValue(),
                    Files.readString(output, StandardCharsets.UTF_8).strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while [%s] ran.".formatted(command.getFirst()), e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static ThisUser us() {
        try {
            return ThisUser.find();
        } catch (IOException e) {
            throw new StartFailure("The temporary directory cannot be written: %s.".formatted(e), e);
        }
    }

    private static boolean succeeds(List<String> prefix) {
        try {
            return run(List.of("true"), Duration.ofSeconds(10), Path.of("/"), null, prefix)
                            .code()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /**
     * How a program ended.
     *
     * @param code exit code; 0 is success
     * @param output what it wrote
     */
    public record Finished(int code, String output) {}
}
