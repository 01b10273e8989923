package dev.douane.service.ledger;

import dev.douane.service.budgets.Budgets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Drains the queue, batch after batch: the lanes of one node, and what they share. */
final class LedgerWriter {
    static final Duration LOOK_UP_EVERY = Duration.ofMillis(200);

    /** What a transaction costs whatever is in it is spread over enough by then. */
    private static final int FULL = 64;

    private final BlockingQueue<Work<?>> queue;
    private final LedgerConfig config;
    private final Turns turns;
    private final List<Lane> lanes;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch finishing = new CountDownLatch(1);
    private final Queue<Work<?>> later = new ConcurrentLinkedQueue<>();
    private final Doubts doubts = new Doubts();
    private volatile boolean working;

    LedgerWriter(
            BlockingQueue<Work<?>> queue,
            LedgerConnections connections,
            Budgets budgets,
            Batch.Parts parts,
            LedgerConfig config,
            InstantSource time,
            LedgerMetrics metrics) {
        this.queue = queue;
        this.config = config;
        turns = new Turns(() -> queue.size() >= FULL);
        lanes = IntStream.range(0, config.lanes())
                .mapToObj(lane -> new Lane(this, lane >= Turns.USUAL, connections, budgets, parts, time, metrics))
                .toList();
    }

    void start() {
        for (int lane = 0; lane < lanes.size(); lane++) {
            threads.add(Thread.ofPlatform()
                    .name("ledger-writer-" + (lane + 1))
                    .daemon()
                    .start(lanes.get(lane)));
        }
    }

    /** Ends once the queue is empty; waits a bounded time for that. */
    void finish(Duration atMost) throws InterruptedException {
        finishing.countDown();
        var until = System.nanoTime() + atMost.toNanos();
        for (var thread : threads) {
            thread.join(Duration.ofNanos(Math.max(1_000_000, until - System.nanoTime())));
        }
        queue.forEach(Work::failUnexpectedly);
    }

    /** Answers 503 to what is being worked on and is past its deadline. */
    void failPast() {
        lanes.forEach(Lane::failPast);
    }

    /** Something was added to the queue. */
    void arrived() {
        turns.arrived();
    }

    // --- what the lanes share

    Turns turns() {
        return turns;
    }

    boolean isFinishing() {
        return finishing.getCount() == 0;
    }

    boolean isDone() {
        return isFinishing() && queue.isEmpty() && later.isEmpty();
    }

    /** Whether the database did what it was asked for when it was last asked. */
    boolean isWorking() {
        return working;
    }

    void isWorking(boolean isWorking) {
        working = isWorking;
    }

    Doubts doubts() {
        return doubts;
    }

    /** Work that nobody waits for. */
    void later(Work<?> work) {
        later.add(work);
    }

    /**
     * What waits, after a short look up at most; only for who has the turn. Never more than half of a long queue: where callers wait for their
     * answers before they ask again, a lane that took everything would leave the other with nothing to decide until it has committed.
     */
    List<Work<?>> next() throws InterruptedException {
        var batch = new ArrayList<>(doubts.due());
        for (var work = later.poll(); work != null; work = later.poll()) {
            batch.add(work);
        }
        var first = batch.isEmpty()
                ? queue.poll(isFinishing() ? 0 : LOOK_UP_EVERY.toMillis(), TimeUnit.MILLISECONDS)
                : queue.poll();
        if (first != null) {
            batch.add(first);
            if (config.linger().isPositive()) {
                finishing.await(config.linger().toNanos(), TimeUnit.NANOSECONDS);
            }
            queue.drainTo(batch, Math.min(config.batchSize(), Math.max(FULL, queue.size() / 2)) - 1);
        }
        return List.copyOf(batch);
    }
}
