package dev.douane.service.packtool;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The key to speak to a server with. Never printed. */
public final class ApiKey {
    private static final int KEY_BYTES_MAX = 4 << 10;

    private ApiKey() {}

    /** {@code file}, else {@code DOUANE_KEY}, else the data directory's {@code bootstrap.key}. */
    public static String find(@Nullable Path file) throws UnusableException {
        var fromEnvironment = System.getenv("DOUANE_KEY");
        if (file == null && fromEnvironment != null) {
            return fromEnvironment.strip();
        }
        var data = Optional.ofNullable(System.getenv("DOUANE_DATA_DIR")).orElse("data");
        var named = file == null ? Path.of(data, "bootstrap.key") : file;
        if (!Files.isReadable(named)) {
            throw new UnusableException(
                    "The key file (%s) cannot be read.%nMaybe name one with --key-file, or set DOUANE_KEY."
                            .formatted(named));
        }
        return Packs.text(named, KEY_BYTES_MAX).strip();
    }
}
