package dev.douane.service.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command reads, whole. */
public final class InputFile {
    private InputFile() {}

    /** @throws UnusableException if it cannot be read, or is longer than {@code most} bytes */
    public static byte[] bytes(Path path, int most) throws UnusableException {
        try (var in = Files.newInputStream(path)) {
            var bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new UnusableException("%s must be at most %d bytes".formatted(path, most));
            }
            return bytes;
        } catch (IOException e) {
            throw new UnusableException("%s cannot be read: %s".formatted(path, e), e);
        }
    }

    /** The same in UTF-8. */
    public static String text(Path path, int most) throws UnusableException {
        return new String(bytes(path, most), StandardCharsets.UTF_8);
    }
}
