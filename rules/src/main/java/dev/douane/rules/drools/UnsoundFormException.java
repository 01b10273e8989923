package dev.douane.rules.drools;

import org.jspecify.annotations.Nullable;

/** A form of a ruleset that is not what a compiler makes of it, so nothing of it is loaded or asked. */
public final class UnsoundFormException extends Exception {
    private static final long serialVersionUID = 1;

    private final @Nullable String className;
    private final @Nullable String reference;

    UnsoundFormException(String message) {
        super(message);
        this.className = null;
        this.reference = null;
    }

    UnsoundFormException(String message, Throwable cause) {
        super(message, cause);
        this.className = null;
        this.reference = null;
    }

    /** A fault of one class: that it names what it may not. */
    UnsoundFormException(String message, String className, String reference) {
        super(message);
        this.className = className;
        this.reference = reference;
    }

    /** A fault of one class, whatever it names. */
    UnsoundFormException(String message, String className, Throwable cause) {
        super(message, cause);
        this.className = className;
        this.reference = null;
    }

    /** The class that is not sound, with dots; null where it is none in particular. */
    @Nullable
    String className() {
        return className;
    }

    /** What that class names, a class or {@code owner#member}; null where it is not that. */
    @Nullable
    String reference() {
        return reference;
    }
}
