package dev.douane.service.embedded;

import dev.douane.service.platform.DataDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files in the folder of a cluster. It belongs to whom the database runs as, who may have fewer rights than this process and could have laid a link there:
 * nothing is read or written through one.
 */
public record ClusterFiles(Path cluster, PostgresCommand command) {
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");

    /** What PostgreSQL starts with. */
    private static final Set<Set<PosixFilePermission>> CLOSED =
            Set.of(OWN, PosixFilePermissions.fromString("rwxr-x---"));

    /** All of it; empty where there is no such file. */
    String read(String name) throws IOException {
        try (var in = Files.newInputStream(cluster.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (NoSuchFileException none) {
            return "";
        }
    }

    /**
     * Puts a file there, in place of what had its name.
     *
     * @return whether that changed anything
     */
    boolean lay(String name, String content) throws IOException {
        if (read(name).equals(content)) {
            return false;
        }
        var made = cluster.resolveSibling("postgres.laid");
        DataDirectory.writeSecret(made, content);
        command.give(made);
        Files.move(made, cluster.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    /**
     * Closes the folder to others, as PostgreSQL wants it: a plain copy of one, and many volumes, leave it open.
     *
     * @return whether it was open
     */
    boolean close() throws IOException {
        if (CLOSED.contains(Files.getPosixFilePermissions(cluster))) {
            return false;
        }
        Files.setPosixFilePermissions(cluster, OWN);
        return true;
    }

    /** Gives the folder to whom the database runs as, and what somebody has laid into it since: settings, a certificate. */
    void giveAll() throws IOException {
        command.give(cluster);
        try (var inIt = Files.list(cluster)) {
            for (var each : inIt.toList()) {
                command.give(each);
            }
        }
    }
}
