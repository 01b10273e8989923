package dev.douane.rules.worker;

import dev.douane.rules.pack.PackProblem;
import org.jspecify.annotations.Nullable;

/** A worker that did not get to the end of its job, and why. */
public final class WorkerFailure extends Exception {
    private static final long serialVersionUID = 1;

    /** The code of what is wrong with a pack that takes too much. */
    private static final String LIMIT = "limit";

    /** What stopped it. */
    public enum Kind {
        /** It took more processor time than it may. */
        TIME(true),
        /** It took more memory than it may. */
        MEMORY(true),
        /** Its answer is longer than anything that was asked for. */
        ANSWER(true),
        /** It ended by itself, or what it said makes no sense. */
        BROKEN(true),
        /** It cannot be started on this machine, or cannot start its threads there. */
        START(false),
        /** Its program is another than that of whoever started it. */
        REPLACED(false),
        /** It was ended from outside: by the kernel, or by somebody; or it ended since the machine had no memory for it. */
        ENDED(false),
        /** It was not given the processor time it may take: the machine has none for it, or somebody stopped it. */
        STALLED(false),
        /** Whoever asked is stopping. */
        STOPPING(false);

        private final boolean ofThePack;

        Kind(boolean ofThePack) {
            this.ofThePack = ofThePack;
        }

        /** Whether the packs of the job are to blame. Else nothing is known of them, and the same job may well be done another time. */
        public boolean isOfThePack() {
            return ofThePack;
        }
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

    /**
     * What whoever sent the pack is told of it: the limit, and the setting that it comes from.
     *
     * @throws IllegalStateException if the packs are not to blame
     */
    public PackProblem told(WorkerLimits limits, Task task) {
        var message = switch (kind) {
            case TIME ->
                "takes more than %s of processor time to %s (%s)"
                        .formatted(
                                limits.of(task),
                                task.word(),
                                task.compiles() ? "douane.rulesets.compile-limit" : "douane.worker.deadline");
            case MEMORY ->
                "takes more than %d MiB of memory to %s (douane.worker.heap)".formatted(limits.heapMib(), task.word());
            case ANSWER -> "is more than can be taken over once it is through a %s".formatted(task.word());
            case BROKEN -> "ended the process that was to %s it; the log says more".formatted(task.word());
            case START, REPLACED, ENDED, STALLED, STOPPING ->
                throw new IllegalStateException(kind + " is no fault of a pack");
        };
        return new PackProblem("", 0, 0, LIMIT, message);
    }
}
