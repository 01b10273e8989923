package dev.douane.service.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's programs, which refuse to run as root.
 *
 * <p>Root starts them in a user namespace of their own: there they are nobody, while every file stays root's. Where namespaces are not
 * allowed (some containers) they run as the system's {@code nobody}, to whom the database folder is then given.
 */
final class PostgresCommand {
    private static final int ROOT = 0;
    private static final int NOBODY = 65534;

    private final List<String> prefix;

    private PostgresCommand(List<String> prefix) {
        this.prefix = prefix;
    }

    /** The way that works for the user this process runs as. */
    static PostgresCommand forThisUser() {
        if (!runsAsRoot()) {
            return new PostgresCommand(List.of());
        }
        if (succeeds("unshare", "-U", "true")) {
            return new PostgresCommand(List.of("unshare", "-U"));
        }
        var asNobody = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
        if (succeeds(asNobody.get(0), asNobody.get(1), asNobody.get(2), asNobody.get(3), "true")) {
            return new PostgresCommand(asNobody);
        }
        throw new StartFailure(
                "PostgreSQL refuses to run as root, and neither unshare nor setpriv can start it as another user.\nMaybe start Douane as an ordinary user, or set DOUANE_DB_URL.");
    }

    /** Lets the user the programs run as pass through a folder, where that is another than this process's. */
    void openWay(Path folder) throws IOException {
        if (runsAsNobody()) {
            var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(folder));
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
            Files.setPosixFilePermissions(folder, permissions);
        }
    }

    /** Gives a file or folder to the user the programs run as, where it is another's; only root can and needs to. */
    void give(Path path) throws IOException {
        if (prefix.isEmpty()) {
            return;
        }
        var user = runsAsNobody() ? NOBODY : ROOT;
        if (Integer.valueOf(user).equals(Files.getAttribute(path, "unix:uid"))) {
            return;
        }
        var given = run(
                List.of("chown", "-R", "%s:%s".formatted(user, user), path.toString()),
                Duration.ofMinutes(5),
                List.of());
        if (given.code() != 0) {
            throw new IOException(given.output());
        }
    }

    private boolean runsAsNobody() {
        return !prefix.isEmpty() && prefix.getFirst().equals("setpriv");
    }

    /** Runs a program to its end. */
    Finished run(Duration limit, List<String> command) throws IOException {
        return run(command, limit, prefix);
    }

    private static Finished run(List<String> command, Duration limit, List<String> prefix) throws IOException {
        var whole = new ArrayList<>(prefix);
        whole.addAll(command);
        var output = Files.createTempFile("douane-postgres", ".log");
        try {
            var builder = new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.directory(Path.of("/").toFile());
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

    private static boolean runsAsRoot() {
        try {
            var self = Files.getAttribute(Path.of("/proc/self"), "unix:uid", LinkOption.NOFOLLOW_LINKS);
            return Integer.valueOf(ROOT).equals(self);
        } catch (IOException | UnsupportedOperationException notLinux) {
            return "root".equals(System.getProperty("user.name"));
        }
    }

    private static boolean succeeds(String... command) {
        try {
            return run(List.of(command), Duration.ofSeconds(10), List.of()).code() == 0;
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
    record Finished(int code, String output) {}
}
