package dev.douane.service.ledger;

import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Something that waits for the writer. Answered once: by the writer after its commit, or by the deadline.
 *
 * @param <T> the answer
 */
abstract sealed class Work<T> {
    /** Of {@link System#nanoTime}, since the clock on the wall can be set back. */
    private final long deadline;

    private final CompletableFuture<T> answer = new CompletableFuture<>();

    /** @param patience how long an answer is of use */
    private Work(Duration patience) {
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    CompletableFuture<T> answer() {
        return answer;
    }

    /** The decision it is about; null where it is about many. */
    abstract @Nullable UUID decision();

    boolean isAnswered() {
        return answer.isDone();
    }

    void fail(Throwable reason) {
        answer.completeExceptionally(reason);
    }

    void failUnexpectedly() {
        fail(new ProblemException(ProblemType.INTERNAL, "The ledger could not do this."));
    }

    /** Answers 503 if it is too late for anything better; returns whether it was this that answered. */
    boolean failIfPast() {
        return System.nanoTime() - deadline >= 0 && !answer.isDone() && answer.completeExceptionally(late());
    }

    private static ProblemException late() {
        return ProblemException.retryAfter(
                ProblemType.UNAVAILABLE,
                "The ledger could not write this down in time; nothing was decided.",
                Duration.ofSeconds(1));
    }

    /** A planned call wants its money and its record. */
    static final class Admit extends Work<Admitted> {
        final Waiting waiting;

        Admit(Waiting waiting) {
            super(waiting.patience());
            this.waiting = waiting;
        }

        @Override
        UUID decision() {
            return waiting.id();
        }
    }

    /** A call was made. */
    static final class Settle extends Work<HoldStatus> {
        final UUID decision;
        final Settlement settlement;
        final Mover mover;

        Settle(UUID decision, Settlement settlement, Mover mover, Duration patience) {
            super(patience);
            this.decision = decision;
            this.settlement = settlement;
            this.mover = mover;
        }

        @Override
        UUID decision() {
            return decision;
        }
    }

    /** A call was not made. */
    static final class VoidHold extends Work<HoldStatus> {
        final UUID decision;
        final Mover mover;

        VoidHold(UUID decision, Mover mover, Duration patience) {
            super(patience);
            this.decision = decision;
            this.mover = mover;
        }

        @Override
        UUID decision() {
            return decision;
        }
    }

    /** Holds that nobody settled in time end; answers how many did. */
    static final class Expire extends Work<Integer> {
        /** As many may end in any batch, if as many are due. */
        static final int AT_LEAST = 16;

        final int most;

        Expire(int most, Duration patience) {
            super(patience);
            this.most = most;
        }

        @Override
        @Nullable
        UUID decision() {
            return null;
        }
    }
}
