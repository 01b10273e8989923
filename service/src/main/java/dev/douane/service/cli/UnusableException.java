package dev.douane.service.cli;

/** The command cannot do its work. The message is shown as it is, and says what to do where we know it. */
public final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Without a cause. */
    public UnusableException(String message) {
        super(message);
    }

    /** With what was in the way. */
    public UnusableException(String message, Exception cause) {
        super(message, cause);
    }
}
