package dev.douane.service.ledger;

import dev.douane.service.audit.DecisionLog;
import dev.douane.service.budgets.Budgets;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.usage.OutputLengths;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one door to money. A bounded queue, a few lanes that take turns at it, and one transaction for whatever waits (group commit).
 *
 * <p>Every answer completes after the commit that makes it true, or exceptionally with a {@link ProblemException}: OVERLOADED when the
 * queue is full, UNAVAILABLE when the deadline passes first. Answers complete on the ledger's threads: hop off them before doing work.
 * Safe for use by many threads, never blocks.
 */
public class Ledger implements AutoCloseable {
    private static final Duration LONGEST_FINISH = Duration.ofSeconds(15);
    private static final Duration WATCH_EVERY = Duration.ofMillis(25);

    private final BlockingQueue<Work<?>> queue;
    private final LedgerConfig config;
    private final LedgerMetrics metrics;
    private final LedgerWriter writer;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean accepting;
    private @Nullable Thread watching;

    Ledger(
            LedgerConnections connections,
            Budgets budgets,
            DecisionLog log,
            PriceBooks prices,
            OutputLengths lengths,
            OpeningLimit openings,
            LedgerConfig config,
            InstantSource time,
            MeterRegistry registry) {
        this.config = config;
        queue = new ArrayBlockingQueue<>(config.queueCapacity());
        metrics = new LedgerMetrics(registry, queue);
        writer = new LedgerWriter(
                queue,
                connections,
                budgets,
                new Batch.Parts(
                        log, prices, lengths, new Holds.Life(config.holdTtl(), config.holdLongestLife()), openings),
                config,
                time,
                metrics);
    }

    /** Starts the lanes. */
    void start() {
        accepting = true;
        writer.start();
        watching = Thread.ofPlatform().name("ledger-deadlines").daemon().start(this::watch);
    }

    /** Takes no more work, finishes what waits while the database answers, and stops. */
    @Override
    public void close() {
        accepting = false;
        finishWriting();
        stopped.countDown();
        join(watching);
        queue.forEach(Ledger::notRunning);
    }

    private void finishWriting() {
        try {
            writer.finish(LONGEST_FINISH);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(@Nullable Thread thread) {
        if (thread != null) {
            try {
                thread.join(LONGEST_FINISH);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Answers what the writer cannot answer in time: it may be waiting for a database that is not there. */
    private void watch() {
        try {
            while (!stopped.await(WATCH_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                queue.forEach(work -> {
                    if (work.failIfPast()) {
                        metrics.rejected("late");
                    }
                });
                writer.failPast();
                queue.removeIf(Work::isAnswered);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the writer could do its work when it last tried. */
    public boolean isWorking() {
        return writer.isWorking();
    }

    /**
     * Sets the money of a planned call aside, if its budgets can carry it, and records what was decided.
     *
     * @return completes after the commit that holds the money and the record; fails with IDEMPOTENCY_CONFLICT where the key was used for
     *     another request, or TOO_MANY_SCOPES where accounts would have to be opened that the key may have no more of
     */
    public CompletionStage<Admitted> admit(Waiting waiting) {
        return enqueue(new Work.Admit(waiting));
    }

    /**
     * Charges what a call really used, or has used so far.
     *
     * @return fails with DECISION_NOT_FOUND, also where the decision is not the mover's to move, NOTHING_HELD, SETTLEMENT_CONFLICT, HOLD_CLOSED, or UNPROCESSABLE where the settlement names a
     *     deployment the decision did not allow, or one without a price
     */
    public CompletionStage<HoldStatus> settle(UUID decision, Settlement settlement, Mover mover) {
        return enqueue(new Work.Settle(decision, settlement, mover, config.requestDeadline()));
    }

    /**
     * Gives back the money of a call that was not made.
     *
     * @return fails with DECISION_NOT_FOUND, also where the decision is not the mover's to move, NOTHING_HELD, HOLD_CLOSED or USAGE_REPORTED
     */
    public CompletionStage<HoldStatus> voidHold(UUID decision, Mover mover) {
        return enqueue(new Work.VoidHold(decision, mover, config.requestDeadline()));
    }

    /** Ends holds whose time is over, a bounded number of them; completes with how many. */
    CompletionStage<Integer> expireDue() {
        return enqueue(
                new Work.Expire(config.expiryBatch(), config.requestDeadline().plusSeconds(30)));
    }

    private <T> CompletionStage<T> enqueue(Work<T> work) {
        if (!accepting) {
            notRunning(work);
        } else if (!queue.offer(work)) {
            metrics.rejected("queue-full");
            work.fail(ProblemException.retryAfter(
                    ProblemType.OVERLOADED,
                    "%d requests are waiting already.".formatted(config.queueCapacity()),
                    Duration.ofSeconds(1)));
        } else {
            writer.arrived();
        }
        return work.answer();
    }

    private static void notRunning(Work<?> work) {
        work.fail(ProblemException.retryAfter(
                ProblemType.UNAVAILABLE, "The ledger is not running.", Duration.ofSeconds(1)));
    }
}
