package dev.douane.service.identity;

import java.util.Optional;

/** What a key that somebody else made up must be like. */
final class PresetKeys {
    private static final int LENGTH_MIN = 32;
    private static final int LENGTH_MAX = 200;
    private static final int DISTINCT_MIN = 12;

    private PresetKeys() {}

    /** Why this text is no key, as the end of a sentence that does not say the text; empty where it is one. */
    static Optional<String> weakness(String text) {
        if (text.length() < LENGTH_MIN || text.length() > LENGTH_MAX) {
            return Optional.of("(%d characters) must have %d to %d characters. Maybe use: openssl rand -hex 32"
                    .formatted(text.length(), LENGTH_MIN, LENGTH_MAX));
        }
        if (text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            return Optional.of("must be printable ASCII without spaces. Maybe use: openssl rand -hex 32");
        }
        if (text.chars().distinct().count() < DISTINCT_MIN) {
            return Optional.of("must have at least %d different characters. Maybe use: openssl rand -hex 32"
                    .formatted(DISTINCT_MIN));
        }
        return Optional.empty();
    }
}
