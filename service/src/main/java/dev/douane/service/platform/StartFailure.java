package dev.douane.service.platform;

import org.jspecify.annotations.Nullable;

/** The service cannot start, for a reason its operator can mend. The message is one clear sentence, with the way out on a second line. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure that explains itself. */
    public StartFailure(String message) {
        super(message);
    }

    /** A failure with what led to it. */
    public StartFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
