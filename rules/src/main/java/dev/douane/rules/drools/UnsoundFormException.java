package dev.douane.rules.drools;

/** A form of a ruleset that is not what a compiler makes of it, so nothing of it is loaded or asked. */
public final class UnsoundFormException extends Exception {
    private static final long serialVersionUID = 1;

    UnsoundFormException(String message) {
        super(message);
    }

    UnsoundFormException(String message, Throwable cause) {
        super(message, cause);
    }
}
