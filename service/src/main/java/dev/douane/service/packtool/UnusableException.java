package dev.douane.service.packtool;

/** The command cannot do its work. The message is shown as it is, and says what to do where we know it. */
final class UnusableException extends Exception {
    UnusableException(String message) {
        super(message);
    }

    UnusableException(String message, Exception cause) {
        super(message, cause);
    }
}
