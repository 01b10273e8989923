package dev.douane.service.ledger;

import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Something that waits for the writer. Answered once: by the writer after its commit, or by the deadline.
 *
 * @param <T> the answer
 */
abstract sealed class Work<T> {
    private final Instant deadline;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    private Work(Instant deadline) {
        this.deadline = deadline;
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

    /** Answers 503 if it is too late for anything better; returns whether it was this that answered. */
    boolean failIfPast(Instant now) {
        return !now.isBefore(deadline) && !answer.isDone() && answer.completeExceptionally(late());
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
            super(waiting.deadline());
            this.waiting = waiting;
        }

        @Override
        UUID decision() {
            return waiting.id();
        }
    }

    /** A call was made. */
    static final class Settle extends Work<HoldClosed> {
        final UUID decision;
        final Settlement settlement;

        Settle(UUID decision, Settlement settlement, Instant deadline) {
            super(deadline);
            this.decision = decision;
            this.settlement = settlement;
        }

        @Override
        UUID decision() {
            return decision;
        }
    }

    /** A call was not made. */
    static final class VoidHold extends Work<HoldClosed> {
        final UUID decision;

        VoidHold(UUID decision, Instant deadline) {
            super(deadline);
            this.decision = decision;
        }

        @Override
        UUID decision() {
            return decision;
        }
    }

    /** Holds that nobody settled in time end; answers how many did. */
    static final class Expire extends Work<Integer> {
        final int most;

        Expire(int most, Instant deadline) {
            super(deadline);
            this.most = most;
        }

        @Override
        @Nullable
        UUID decision() {
            return null;
        }
    }
}
