package dev.douane.rules.worker;

import org.jspecify.annotations.Nullable;

/** A worker that did not get to the end of its job, and why. */
public final class WorkerFailure extends Exception {
    private static final long serialVersionUID = 1;

    /** What stopped it. */
    public enum Kind {
        /** It took longer than it may. */
        TIME,
        /** It took more memory than it may. */
        MEMORY,
        /** Its answer is longer than anything that was asked for. */
        ANSWER,
        /** It ended, or what it said makes no sense. */
        BROKEN,
        /** It cannot be started on this machine. */
        START
    }

    private final Kind kind;

    WorkerFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    WorkerFailure(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
