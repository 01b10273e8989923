package dev.douane.service.ledger;

import dev.douane.service.budgets.AccountOpening;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection that batches are committed over. A node has two, which take turns: see {@link Turns}.
 *
 * <p>A batch is first tried on the figures the node knows. Where that fails, for whatever reason, it is done again with its accounts locked
 * first, the turn kept, until the deadlines of what is in it have passed. Where it is not known whether a commit went through, the log is
 * asked before anything is tried again, so nothing is decided twice; where the log has the decision but its asker has been told 503
 * meanwhile, the hold is voided, and so it is where the commit comes through later still: see {@link Doubts}. Where the database refuses the content of a batch, its works are tried one by one, so that one bad request
 * takes none other with it.
 */
final class Lane implements Runnable {
    private static final Logger LOG = Logger.getLogger(Lane.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final int LAST_ATTEMPTS = 5;
    private static final Duration STALE = Duration.ofSeconds(5);
    private static final int OPENINGS = 10;

    private final LedgerWriter writer;
    private final LaneConnection connection;
    private final Budgets budgets;
    private final Batch.Parts parts;
    private final InstantSource time;
    private final LedgerMetrics metrics;
    private volatile List<Work<?>> inFlight = List.of();

    Lane(
            LedgerWriter writer,
            LedgerConnections connections,
            Budgets budgets,
            Batch.Parts parts,
            InstantSource time,
            LedgerMetrics metrics) {
        this.writer = writer;
        this.connection = new LaneConnection(connections, writer, metrics);
        this.budgets = budgets;
        this.parts = parts;
        this.time = time;
        this.metrics = metrics;
    }

    /** Answers 503 to what is being worked on and is past its deadline; for the watching thread. */
    void failPast() {
        inFlight.forEach(work -> {
            if (work.failIfPast()) {
                metrics.rejected("late");
            }
        });
    }

    @Override
    public void run() {
        try {
            while (!writer.isDone()) {
                oneTurn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connection.close();
        }
    }

    /** Takes a batch and sees it through. */
    private void oneTurn() throws InterruptedException {
        var turns = writer.turns();
        turns.take();
        try {
            var batch = writer.next();
            if (batch.isEmpty()) {
                connection.keepOpen(); // so that readiness comes back by itself when nobody asks anything
                return;
            }
            inFlight = batch;
            var end = turns.lockFirst() ? End.NOT_TRIED : pipelined(batch);
            if (end == End.FAILED || end == End.UNCERTAIN) {
                turns.take();
            }
            if (end != End.COMMITTED) {
                work(batch, end == End.UNCERTAIN);
            }
        } catch (RuntimeException | Error e) { // the thread must outlive whatever happens to one batch
            LOG.error("the ledger's writer met an unexpected error", e);
            inFlight.forEach(Lane::failUnexpectedly);
            connection.close();
        } finally {
            inFlight = List.of();
            turns.leave();
        }
    }

    static void failUnexpectedly(Work<?> work) {
        work.fail(new ProblemException(ProblemType.INTERNAL, "The ledger could not do this."));
    }

    // --- the ordinary way: on the figures the node knows, while the batch before commits

    /** What became of a batch. */
    private enum End {
        /** Nothing was written, and the turn was kept. */
        NOT_TRIED,
        COMMITTED,
        /** Nothing was written, and the turn was passed on. */
        FAILED,
        /** The commit broke off, and the turn was passed on. */
        UNCERTAIN
    }

    private End pipelined(List<Work<?>> works) throws InterruptedException {
        var open = connection.ifOpen();
        if (open == null || !isFresh(time.instant())) {
            return End.NOT_TRIED;
        }
        var started = System.nanoTime();
        var previous = writer.turns().underWay();
        Batch batch;
        try {
            batch = decided(open, works, previous);
        } catch (SQLException | RuntimeException e) {
            LOG.debug("a batch is tried again, slowly", e);
            connection.rollBack();
            return End.NOT_TRIED;
        }
        var mine = new Turns.Pending(batch.accounts());
        Batch.Done done = null;
        var unlessDone = End.FAILED;
        writer.turns().pass(mine);
        try {
            batch.write();
            if (previous == null || previous.awaitCommit()) {
                done = committed(works, batch, open, started);
            } else {
                connection.rollBack();
            }
        } catch (CommitFailed e) {
            unlessDone = End.UNCERTAIN;
            writer.doubts().add(works);
            connection.close();
            connection.noteTrouble(e);
        } catch (Accounts.Outrun e) {
            connection.rollBack();
            writer.turns().outrun();
        } catch (SQLException | RuntimeException e) {
            LOG.debug("a batch is tried again, slowly", e);
            connection.rollBack();
        } finally {
            mine.ended(done != null); // the next batch need not wait for the answers of this one
        }
        if (done == null) {
            return unlessDone;
        }
        writer.turns().undisturbed();
        answer(works, done);
        return End.COMMITTED;
    }

    private boolean isFresh(Instant now) {
        var loadedAt = budgets.loadedAt();
        return loadedAt != null && !loadedAt.plus(STALE).isBefore(now);
    }

    private Batch decided(Connection open, List<Work<?>> works, Turns.@Nullable Pending previous)
            throws SQLException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            var seen = budgets.seen();
            var batch = new Batch(open, parts, new Batch.Figures(seen, previous, null), time.instant(), works);
            if (batch.accounts().unopened().isEmpty()) {
                return batch;
            }
            open.rollback();
            if (attempt == OPENINGS) {
                throw new IllegalStateException("accounts are opened and not there");
            }
            openAccounts(open, batch);
        }
    }

    private void openAccounts(Connection open, Batch batch) throws SQLException {
        var opened = AccountOpening.open(
                open,
                time.instant().truncatedTo(ChronoUnit.MICROS),
                batch.accounts().unopened());
        open.commit();
        budgets.saw(opened);
    }

    private Batch.Done committed(List<Work<?>> works, Batch batch, Connection open, long started)
            throws SQLException, CommitFailed, Accounts.Outrun {
        var done = batch.finish();
        var written = System.nanoTime();
        try {
            open.commit();
        } catch (SQLException e) {
            throw new CommitFailed(e);
        }
        var now = System.nanoTime();
        writer.isWorking(true);
        budgets.saw(done.written());
        metrics.committed(works.size(), done, Duration.ofNanos(now - started), Duration.ofNanos(now - written));
        return done;
    }

    private void answer(List<Work<?>> works, Batch.Done done) {
        done.answers().forEach(Runnable::run);
        works.forEach(this::giveBackIfNobodyKnows);
    }

    // --- the slow way: one batch, its accounts locked, until it is done or too late

    /** @param unknown whether a commit of these works broke off */
    private void work(List<Work<?>> works, boolean unknown) throws InterruptedException {
        var batch = new ArrayList<>(works);
        inFlight = List.copyOf(batch);
        var needed = new HashSet<Long>();
        var uncertain = unknown;
        var looked = false;
        var forgot = false;
        var pause = Duration.ZERO;
        for (int attempt = 1; ; attempt++) {
            pause(pause);
            pause = longer(pause);
            failPast();
            if (!uncertain) {
                batch.removeIf(Work::isAnswered);
            }
            if (batch.isEmpty()) {
                return;
            }
            if (writer.isFinishing() && attempt > LAST_ATTEMPTS) {
                batch.forEach(Lane::failUnexpectedly);
                return;
            }
            try {
                if (uncertain) {
                    answerWhatIsWritten(batch, connection.open());
                    uncertain = false;
                    looked = true;
                    batch.removeIf(Work::isAnswered);
                }
                if (!batch.isEmpty()) {
                    attempt(batch, connection.open(), needed);
                }
                return;
            } catch (CommitFailed e) {
                uncertain = true;
                looked = false;
                writer.doubts().add(batch);
                connection.close();
                connection.noteTrouble(e);
            } catch (LaneConnection.NotConnected e) {
                connection.noteTrouble(e);
            } catch (SQLException e) {
                if (Trouble.of(e) == Trouble.CONTENT) {
                    connection.rollBack();
                    if (batch.size() == 1 && !looked && Trouble.isDuplicate(e)) {
                        uncertain = true; // an earlier commit of the same decision may have come through late
                    } else {
                        oneByOne(batch, e);
                        return;
                    }
                } else {
                    connection.noteTrouble(e);
                    if (Trouble.of(e) == Trouble.WAITED) {
                        connection.rollBack();
                    } else {
                        connection.close();
                    }
                }
            } catch (Accounts.Outrun e) {
                connection.rollBack(); // what was not locked is now: see attempt
                pause = Duration.ZERO;
            } catch (Batch.WorkFailed e) {
                connection.rollBack();
                logError(e.work, e, "one request could not be worked on");
                failUnexpectedly(e.work);
                metrics.rejected("failed");
            } catch (Accounts.Gone e) {
                connection.rollBack();
                if (forgot) {
                    oneByOne(batch, e);
                    return;
                }
                forgot = true;
                budgets.forget();
            } catch (RuntimeException e) {
                connection.rollBack();
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
            work(List.of(work), false);
        }
    }

    /** The commit broke off: nobody knows yet whether it counts. */
    private static final class CommitFailed extends Exception {
        private static final long serialVersionUID = 1L;

        CommitFailed(SQLException cause) {
            super(cause);
        }
    }

    /** @param needed ids of accounts that earlier attempts needed; this one's are added */
    private void attempt(List<Work<?>> works, Connection open, Set<Long> needed)
            throws SQLException, CommitFailed, Accounts.Outrun, InterruptedException {
        var started = System.nanoTime();
        if (!isFresh(time.instant())) {
            budgets.load(open); // without budgets every call would pass
        }
        for (int attempt = 1; attempt <= OPENINGS; attempt++) {
            var figures = new Batch.Figures(budgets.seen(), null, Set.copyOf(needed));
            var batch = new Batch(open, parts, figures, time.instant(), works);
            needed.addAll(batch.accounts().ids());
            if (batch.accounts().unopened().isEmpty()) {
                batch.write();
                answer(works, committed(works, batch, open, started));
                return;
            }
            open.rollback();
            openAccounts(open, batch);
        }
        throw new IllegalStateException("accounts are opened and not there");
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
            writer.later(new Work.VoidHold(admit.waiting.id(), Duration.ofMinutes(1)));
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
}
