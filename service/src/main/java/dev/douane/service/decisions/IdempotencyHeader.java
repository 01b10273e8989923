package dev.douane.service.decisions;

import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import org.jspecify.annotations.Nullable;

/** The {@code Idempotency-Key} of a request. */
final class IdempotencyHeader {
    static final String NAME = "Idempotency-Key";

    /** Tells that the answer was given before. */
    static final String REPLAYED = "Idempotency-Replayed";

    private static final int MAX_LENGTH = 255;

    private IdempotencyHeader() {}

    /** @throws ProblemException INVALID_REQUEST if it is not 1 to 255 printable ASCII characters */
    static @Nullable String checked(@Nullable String key) {
        if (key == null) {
            return null;
        }
        if (key.isEmpty() || key.length() > MAX_LENGTH || !key.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The header %s must be 1 to %d printable ASCII characters.".formatted(NAME, MAX_LENGTH));
        }
        return key;
    }
}
