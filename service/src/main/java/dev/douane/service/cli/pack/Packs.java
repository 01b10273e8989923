package dev.douane.service.cli.pack;

import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.signing.PackZip;
import dev.douane.rules.worker.Task;
import dev.douane.service.cli.InputFile;
import dev.douane.service.cli.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Packs on disk, as directories or as zips. */
final class Packs {
    private Packs() {}

    /**
     * Reads a pack.
     *
     * @throws UnusableException if there is none, or it is not one; with everything that is wrong with it, as a {@link PackException} where
     *     it was looked into
     */
    static Pack read(Path path) throws UnusableException {
        if (!Files.isReadable(path)) {
            throw new UnusableException("%s cannot be read: there is no such pack".formatted(path));
        }
        try {
            if (Files.isDirectory(path)) {
                return Bounds.within(Task.READ, path.toString(), () -> PackReader.read(path));
            }
            var zip = InputFile.bytes(path, PackZip.ARCHIVE_BYTES_MAX);
            return Bounds.within(Task.READ, path.toString(), () -> PackZip.read(path.toString(), zip));
        } catch (PackException e) {
            throw new UnusableException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The pack's zip: as it is where it is one, else made. */
    static byte[] zip(Path path, Pack pack) throws UnusableException {
        return Files.isDirectory(path) ? PackZip.write(pack) : InputFile.bytes(path, PackZip.ARCHIVE_BYTES_MAX);
    }

    static void write(Path path, byte[] bytes) throws UnusableException {
        try {
            var parent = path.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.write(path, bytes);
        } catch (IOException e) {
            throw new UnusableException("%s cannot be written: %s".formatted(path, e), e);
        }
    }
}
