package dev.douane.service.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The key to speak to a server with. Never printed. */
final class ApiKey {
    private static final int KEY_BYTES_MAX = 4 << 10;

    /** What may stand in a header as it is. */
    private static final Pattern ONE_WORD = Pattern.compile("[!-~]+");

    private ApiKey() {}

    /** {@code file}, else {@code DOUANE_KEY}, else the data directory's {@code bootstrap.key}. */
    static String find(@Nullable Path file) throws UnusableException {
        var fromEnvironment = System.getenv("DOUANE_KEY");
        if (file == null && fromEnvironment != null) {
            return key(fromEnvironment, "DOUANE_KEY");
        }
        var data = Optional.ofNullable(System.getenv("DOUANE_DATA_DIR")).orElse("data");
        var named = file == null ? Path.of(data, "bootstrap.key") : file;
        if (!Files.isReadable(named)) {
            throw new UnusableException(
                    "The key file (%s) cannot be read.%nMaybe name one with --key-file, or set DOUANE_KEY."
                            .formatted(named));
        }
        return key(InputFile.text(named, KEY_BYTES_MAX), "The key file (%s)".formatted(named));
    }

    private static String key(String text, String where) throws UnusableException {
        var key = text.strip();
        if (!ONE_WORD.matcher(key).matches()) {
            throw new UnusableException("%s holds no key: it must be one word.".formatted(where));
        }
        return key;
    }
}
