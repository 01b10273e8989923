package dev.douane.service.embedded;

import dev.douane.service.platform.StartFailure;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked from the class path once and kept by digest. */
public final class PostgresBinaries {
    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    /**
     * The programs for this machine.
     *
     * @param store folder that keeps unpacked versions
     */
    static PostgresBinaries in(Path store, Consumer<String> progress) {
        try {
            var archive = archive();
            var home = store.resolve(digest(archive));
            if (!Files.isDirectory(home)) {
                progress.accept("unpacking PostgreSQL");
                unpack(archive, store, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new StartFailure("PostgreSQL cannot be unpacked into [%s]: %s.".formatted(store, e), e);
        }
    }

    /** The path of a program. */
    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static byte[] archive() throws IOException {
        var system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : System.getProperty("os.name");
        var machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        try (InputStream in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
                system, machine.equals("amd64") ? "x86_64" : machine)) {
            return in.readAllBytes();
        } catch (IllegalStateException e) {
            throw new StartFailure(
                    "There is no embedded PostgreSQL for this machine (%s, %s).\nMaybe set DOUANE_DB_URL, DOUANE_DB_USER and DOUANE_DB_PASSWORD to a PostgreSQL of your own."
                            .formatted(system, machine),
                    e);
        }
    }

    private static String digest(byte[] archive) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(sha256, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK.", e);
        }
    }

    /** Unpacks beside the final place and moves there, so that a half-unpacked folder is never taken for a whole one. */
    private static void unpack(byte[] archive, Path store, Path home) throws IOException {
        Files.createDirectories(store);
        var part = Files.createTempDirectory(
                store, "part-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                place(entry, tar, part);
            }
        }
        letEverybodyRead(part);
        try {
            Files.move(part, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException inTheWay) {
            delete(part);
            if (!Files.isDirectory(home)) { // or it was unpacked meanwhile; what the JDK throws then differs by system
                throw inTheWay;
            }
        }
    }

    private static void place(TarArchiveEntry entry, InputStream content, Path into) throws IOException {
        var target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) {
            throw new IOException("The archive names a path outside itself [%s].".formatted(entry.getName()));
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(into.resolve(entry.getName()).resolve("..").normalize());
        if (entry.isSymbolicLink() || entry.isLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
        if (executable(entry.getName())) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** Whatever files of this user are like by default: the programs may run as another. */
    private static void letEverybodyRead(Path part) throws IOException {
        try (var all = Files.walk(part)) {
            for (var each : all.filter(path -> !Files.isSymbolicLink(path)).toList()) {
                var isOpened = Files.isDirectory(each) || Files.isExecutable(each);
                Files.setPosixFilePermissions(
                        each, PosixFilePermissions.fromString(isOpened ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    private static boolean executable(String name) {
        return name.startsWith("bin/") || name.startsWith("./bin/") || name.contains(".so") || name.endsWith(".dylib");
    }

    /** Deletes a folder and all in it. */
    public static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
