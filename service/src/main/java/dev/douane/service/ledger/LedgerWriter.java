package dev.douane.service.ledger;

import dev.douane.service.budgets.Accounts;
import dev.douane.service.budgets.Budgets;
import dev.douane.service.platform.DecisionInLog;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Drains the queue, batch after batch, over one connection of its own.
 *
 * <p>A batch that fails is tried again until the deadlines of what is in it have passed. Where it is not known whether a commit went
 * through, the log is asked before anything is tried again, so nothing is decided twice; where the log has the decision but its asker
 * has been told 503 meanwhile, the hold is voided. Where the database refuses the content of a batch, its works are tried one by one, so
 * that one bad request takes none other with it.
 */
final class LedgerWriter implements Runnable {
    private static final Logger LOG = Logger.getLogger(LedgerWriter.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final int LAST_ATTEMPTS = 5;
    private static final Duration STALE = Duration.ofSeconds(5);

    private final BlockingQueue<Work<?>> queue;
    private final LedgerConnections connections;
    private final Budgets budgets;
    private final Batch.Parts parts;
    private final LedgerConfig config;
    private final InstantSource time;
    private final LedgerMetrics metrics;

    private final CountDownLatch finishing = new CountDownLatch(1);
    private final List<Work<?>> unanswered = new ArrayList<>();
    private volatile List<Work<?>> inFlight = List.of();
    private volatile boolean working;
    private @Nullable Connection connection;

    LedgerWriter(
            BlockingQueue<Work<?>> queue,
            LedgerConnections connections,
            Budgets budgets,
            Batch.Parts parts,
            LedgerConfig config,
            InstantSource time,
            LedgerMetrics metrics) {
        this.queue = queue;
        this.connections = connections;
        this.budgets = budgets;
        this.parts = parts;
        this.config = config;
        this.time = time;
        this.metrics = metrics;
    }

    boolean isWorking() {
        return working;
    }

    /** Lets the writer end once the queue is empty. */
    void finish() {
        finishing.countDown();
    }

    /** Answers 503 to what is being worked on and is past its deadline; for the watching thread. */
    void failPast(Instant now) {
        inFlight.forEach(work -> {
            if (work.failIfPast(now)) {
                metrics.rejected("late");
            }
        });
    }

    private boolean isFinishing() {
        return finishing.getCount() == 0;
    }

    @Override
    public void run() {
        while (!(isFinishing() && queue.isEmpty() && unanswered.isEmpty())) {
            try {
                var batch = next();
                if (batch.isEmpty()) {
                    keepConnected();
                } else {
                    work(batch);
                }
            } catch (InterruptedException e) {
                break;
            } catch (Throwable e) { // the thread must outlive whatever happens to one batch
                LOG.error("the ledger's writer met an unexpected error", e);
                inFlight.forEach(LedgerWriter::failUnexpectedly);
                disconnect();
            } finally {
                inFlight = List.of();
            }
        }
        queue.forEach(LedgerWriter::failUnexpectedly);
        disconnect();
    }

    private static void failUnexpectedly(Work<?> work) {
        work.fail(new ProblemException(ProblemType.INTERNAL, "The ledger could not do this."));
    }

    private List<Work<?>> next() throws InterruptedException {
        var batch = new ArrayList<Work<?>>(unanswered);
        unanswered.clear();
        var first = batch.isEmpty() ? queue.poll(isFinishing() ? 0 : 200, TimeUnit.MILLISECONDS) : queue.poll();
        if (first != null) {
            batch.add(first);
            if (config.linger().isPositive()) {
                finishing.await(config.linger().toNanos(), TimeUnit.NANOSECONDS);
            }
            queue.drainTo(batch, config.batchSize() - 1);
        }
        return batch;
    }

    /** So that readiness comes back by itself when nobody asks anything. */
    private void keepConnected() {
        try {
            connected();
        } catch (NotConnected e) {
            noteTrouble(e);
        }
    }

    /** There is no way to the database. */
    private static final class NotConnected extends Exception {
        private static final long serialVersionUID = 1L;

        NotConnected(SQLException cause) {
            super(cause);
        }
    }

    private Connection connected() throws NotConnected {
        var open = connection;
        if (open == null) {
            try {
                open = connections.open();
            } catch (SQLException e) {
                throw new NotConnected(e);
            }
            connection = open;
            working = true;
            LOG.info("the ledger is connected");
        }
        return open;
    }

    private void disconnect() {
        working = false;
        var open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("closing a broken connection failed", e);
            }
        }
    }

    private void noteTrouble(Exception e) {
        if (working || connection != null) {
            LOG.warnf(e, "the ledger cannot work; it tries again");
        }
        working = false;
    }

    // --- one batch, until it is done or too late

    private void work(List<Work<?>> works) throws InterruptedException {
        var batch = new ArrayList<>(works);
        inFlight = List.copyOf(batch);
        var uncertain = false;
        var looked = false;
        var forgot = false;
        var pause = Duration.ZERO;
        for (int attempt = 1; ; attempt++) {
            pause(pause);
            pause = longer(pause);
            var now = time.instant();
            failPast(now);
            if (!uncertain) {
                batch.removeIf(Work::isAnswered);
            }
            if (batch.isEmpty()) {
                return;
            }
            if (isFinishing() && attempt > LAST_ATTEMPTS) {
                batch.forEach(LedgerWriter::failUnexpectedly);
                return;
            }
            try {
                if (uncertain) {
                    answerWhatIsWritten(batch, connected());
                    uncertain = false;
                    looked = true;
                    batch.removeIf(Work::isAnswered);
                }
                if (!batch.isEmpty()) {
                    attempt(batch, connected());
                }
                return;
            } catch (CommitFailed e) {
                uncertain = true;
                looked = false;
                disconnect();
                noteTrouble(e);
            } catch (NotConnected e) {
                noteTrouble(e);
            } catch (SQLException e) {
                if (Trouble.of(e) == Trouble.CONTENT) {
                    rollBack();
                    if (batch.size() == 1 && !looked && Trouble.isDuplicate(e)) {
                        uncertain = true; // an earlier commit of the same decision may have come through late
                    } else {
                        oneByOne(batch, e);
                        return;
                    }
                } else {
                    noteTrouble(e);
                    if (Trouble.of(e) == Trouble.WAITED) {
                        rollBack();
                    } else {
                        disconnect();
                    }
                }
            } catch (Batch.WorkFailed e) {
                rollBack();
                logError(e.work, e, "one request could not be worked on");
                failUnexpectedly(e.work);
                metrics.rejected("failed");
            } catch (Accounts.Gone e) {
                rollBack();
                if (forgot) {
                    oneByOne(batch, e);
                    return;
                }
                forgot = true;
                budgets.forget();
            } catch (RuntimeException e) {
                rollBack();
                oneByOne(batch, e);
                return;
            }
        }
    }

    private static void pause(Duration pause) throws InterruptedException {
        if (pause.isPositive()) {
            Thread.sleep(pause);
        }
    }

    private static Duration longer(Duration pause) {
        var longer = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }

    private void oneByOne(List<Work<?>> batch, Exception reason) throws InterruptedException {
        if (batch.size() == 1) {
            logError(batch.getFirst(), reason, "the database refuses what a request would write");
            failUnexpectedly(batch.getFirst());
            metrics.rejected("failed");
            return;
        }
        for (var work : batch) {
            work(List.of(work));
        }
    }

    /** The commit broke off: nobody knows yet whether it counts. */
    private static final class CommitFailed extends Exception {
        private static final long serialVersionUID = 1L;

        CommitFailed(SQLException cause) {
            super(cause);
        }
    }

    private void attempt(List<Work<?>> batch, Connection open) throws SQLException, CommitFailed {
        var started = System.nanoTime();
        var now = time.instant();
        var loadedAt = budgets.loadedAt();
        if (loadedAt == null || loadedAt.plus(STALE).isBefore(now)) {
            budgets.load(open); // without budgets every call would pass
        }
        var done = new Batch(open, parts, budgets.seen(), now).run(batch);
        var written = System.nanoTime();
        try {
            open.commit();
        } catch (SQLException e) {
            throw new CommitFailed(e);
        }
        var committed = System.nanoTime();
        working = true;
        budgets.saw(done.written());
        metrics.committed(
                batch.size(), done, Duration.ofNanos(committed - started), Duration.ofNanos(committed - written));
        done.answers().forEach(Runnable::run);
        batch.forEach(this::giveBackIfNobodyKnows);
    }

    /** Of a batch whose commit broke off: answers the decisions that the log has. Ends of holds can simply be tried again. */
    private void answerWhatIsWritten(List<Work<?>> batch, Connection open) throws SQLException {
        for (var work : batch) {
            if (work instanceof Work.Admit admit) {
                var id = admit.waiting.id();
                var answer = parts.log().answer(open, id);
                if (answer.isPresent()) {
                    admit.answer().complete(new Admitted(id, answer.get(), false));
                    giveBackIfNobodyKnows(admit);
                }
            }
        }
        open.rollback();
    }

    /**
     * Voids the hold of a decision that is written but was answered 503, the deadline having passed during the commit. With an idempotency
     * key the asker can still get the answer, so the hold stays.
     */
    private void giveBackIfNobodyKnows(Work<?> work) {
        if (work instanceof Work.Admit admit
                && admit.answer().isCompletedExceptionally()
                && admit.waiting.idempotency() == null) {
            unanswered.add(new Work.VoidHold(admit.waiting.id(), time.instant().plus(Duration.ofMinutes(1))));
        }
    }

    private static void logError(Work<?> work, Exception reason, String what) {
        var decision = work.decision();
        if (decision == null) {
            LOG.error(what, reason);
            return;
        }
        DecisionInLog.with(decision, () -> LOG.error(what, reason));
    }

    private void rollBack() {
        metrics.rolledBack();
        var open = connection;
        if (open != null) {
            try {
                open.rollback();
            } catch (SQLException e) {
                LOG.debug("rolling back failed", e);
                disconnect();
            }
        }
    }
}
