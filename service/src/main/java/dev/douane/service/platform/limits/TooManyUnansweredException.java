package dev.douane.service.platform.limits;

/** A connection has as many requests that wait for their answers as it may have, and sent another. It says nothing of where, and so has no stack. */
public final class TooManyUnansweredException extends Exception {
    private static final long serialVersionUID = 1L;

    TooManyUnansweredException() {
        super("too many requests wait for their answers", null, false, false);
    }
}
