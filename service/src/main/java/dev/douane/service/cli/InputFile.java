package dev.douane.service.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

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
            throw unreadable(path, e);
        }
    }

    /** What is told of a file that cannot be read. */
    public static UnusableException unreadable(Path path, IOException why) {
        var reason = switch (why) {
            case NoSuchFileException none -> "there is no such file";
            case AccessDeniedException denied -> "it is not for this user to read";
            case CharacterCodingException other -> "it is no text in UTF-8";
            default -> Objects.requireNonNullElse(why.getMessage(), why.toString());
        };
        return new UnusableException("%s cannot be read: %s".formatted(path, reason), why);
    }

    /** The same in UTF-8. */
    public static String text(Path path, int most) throws UnusableException {
        return new String(bytes(path, most), StandardCharsets.UTF_8);
    }
}
