package dev.douane.service.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * The folder that holds everything one server keeps, claimed by one process at a time.
 *
 * <p>The claim is a lock on {@code douane.lock}; the operating system takes it back when the process ends in whatever way.
 */
public final class DataDirectory implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Makes the folder where it is missing and claims it.
     *
     * @throws StartFailure if another process holds it, or it cannot be written
     */
    public static DataDirectory claim(Path directory) {
        var path = directory.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path, OWNER_ONLY_DIRECTORY);
            }
            var channel = FileChannel.open(
                    path.resolve("douane.lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    OWNER_ONLY_FILE);
            return new DataDirectory(path, channel, lock(path, channel));
        } catch (IOException e) {
            throw new StartFailure(
                    "The data directory [%s] cannot be used: %s.\nMaybe set DOUANE_DATA_DIR to a folder that can be written."
                            .formatted(path, e),
                    e);
        }
    }

    /**
     * Takes others' right to write here, where it can be taken.
     *
     * @return what was done, and what else is worth knowing
     * @throws StartFailure if others may write here, or to a folder above, and that cannot be mended
     */
    public List<String> checkOthers() {
        try {
            return Trusted.check(path);
        } catch (IOException e) {
            throw new StartFailure("The data directory [%s] cannot be looked at: %s.".formatted(path, e), e);
        }
    }

    private static FileLock lock(Path path, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException held) {
            lock = null;
        }
        if (lock == null) {
            var holder = holder(channel);
            channel.close();
            throw new StartFailure(
                    "The data directory [%s] is in use by another Douane (process %s).\nMaybe stop that one, or set DOUANE_DATA_DIR to another folder."
                            .formatted(path, holder));
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
        return lock;
    }

    private static String holder(FileChannel channel) throws IOException {
        var written = ByteBuffer.allocate(32);
        channel.read(written, 0);
        var pid = new String(written.array(), 0, written.position(), StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? "unknown" : pid;
    }

    /** The folder, absolute. */
    public Path path() {
        return path;
    }

    /** A file or folder in it. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Writes a file that only its owner may read, all of it or nothing. */
    public static void writeSecret(Path file, String content) {
        try {
            var part = file.resolveSibling(file.getFileName() + ".part");
            Files.deleteIfExists(part);
            Files.createFile(part, OWNER_ONLY_FILE);
            try (var out = FileChannel.open(part, StandardOpenOption.WRITE)) {
                out.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
                out.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The file [%s] cannot be written.".formatted(file), e);
        }
    }

    /** Gives the claim up. */
    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The claim on [%s] cannot be given up.".formatted(path), e);
        }
    }
}
