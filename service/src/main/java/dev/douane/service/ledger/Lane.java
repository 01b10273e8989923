package dev.douane.service.ledger;

import dev.douane.service.budgets.Accounts;
import dev.douane.service.budgets.Budgets;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection that batches are committed over, and the thread that does it. A node has two, which take turns: see {@link Turns}.
 *
 * <p>A batch is first tried on the figures the node knows. Where that fails, for whatever reason, it is done again with its accounts locked
 * first, the turn kept, until the deadlines of what is in it have passed. Where it is not known whether a commit went through, the log is
 * asked before anything is tried again, so nothing is decided twice; where the log has the decision but its asker has been told 503
 * meanwhile, the hold is voided, and so it is where the commit comes through later still: see {@link Doubts}. Where the database refuses the
 * content of a batch, its works are tried one by one, so that one bad request takes none other with it.
 */
final class Lane implements Runnable {
    private static final Logger LOG = Logger.getLogger(Lane.class);

    private final LedgerWriter writer;
    private final boolean isSpare;
    private final LaneConnection connection;
    private final Budgets budgets;
    private final Transactions transactions;
    private final LockedWay lockedWay;
    private volatile List<Work<?>> inFlight = List.of();
    /** This lane's batch, once its turn was passed on; only for its thread. */
    private Turns.@Nullable Pending mine;

    /** @param isSpare whether it is only there for when much waits */
    Lane(
            LedgerWriter writer,
            boolean isSpare,
            LedgerConnections connections,
            Budgets budgets,
            Batch.Parts parts,
            InstantSource time,
            LedgerMetrics metrics) {
        this.writer = writer;
        this.isSpare = isSpare;
        this.connection = new LaneConnection(connections, writer, metrics);
        this.budgets = budgets;
        this.transactions = new Transactions(writer, budgets, parts, time, metrics);
        this.lockedWay = new LockedWay(writer, connection, budgets, parts.log(), transactions, metrics);
    }

    /** Answers 503 to what is being worked on and is past its deadline; for the watching thread. */
    void failPast() {
        transactions.failPast(inFlight);
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
        if (!isSpare || writer.isFinishing()) { // what is left at the end may be its own
            turns.take();
        } else if (!turns.takeIfMuchWaits(LedgerWriter.LOOK_UP_EVERY)) {
            connection.keepOpen();
            return;
        }
        try {
            var batch = writer.next();
            if (batch.isEmpty()) {
                connection.keepOpen(); // so that readiness comes back by itself when nobody asks anything
                return;
            }
            inFlight = batch;
            var underWay = turns.underWay();
            var end = turns.lockFirst() ? End.NOT_TRIED : pipelined(batch, underWay);
            if (end == End.NOT_TRIED) {
                afterThat(underWay);
            } else if (end != End.COMMITTED) {
                turns.takeBack(Objects.requireNonNull(mine));
            }
            if (end != End.COMMITTED) {
                lockedWay.take(batch, end == End.UNCERTAIN);
            }
        } catch (RuntimeException | Error e) { // the thread must outlive whatever happens to one batch
            LOG.error("the ledger's writer met an unexpected error", e);
            inFlight.forEach(Work::failUnexpectedly);
            connection.close();
        } finally {
            inFlight = List.of();
            if (mine != null) {
                turns.over(mine);
                mine = null;
            }
            turns.leave();
        }
    }

    /** What is not tried on the figures the node knows follows on what is under way, whether that comes through or has to be done again. */
    private void afterThat(List<Turns.Pending> underWay) throws InterruptedException {
        if (!areCommitted(underWay)) {
            mine = new Turns.Pending(Accounts.of(budgets.seen(), List.of()));
            writer.turns().pass(mine);
            writer.turns().ended(mine, false);
            writer.turns().takeBack(mine);
        }
    }

    /** They commit in order, so the last of them tells for all. */
    private static boolean areCommitted(List<Turns.Pending> underWay) throws InterruptedException {
        return underWay.isEmpty() || underWay.getFirst().awaitCommit();
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

    private End pipelined(List<Work<?>> works, List<Turns.Pending> underWay) throws InterruptedException {
        var open = connection.ifOpen();
        if (open == null || !transactions.isFresh()) {
            return End.NOT_TRIED;
        }
        var started = System.nanoTime();
        Batch batch;
        try {
            batch = transactions.begin(open, works, () -> new Batch.Figures(budgets.seen(), underWay, null));
        } catch (SQLException | RuntimeException e) {
            LOG.debug("a batch is tried again, slowly", e);
            connection.rollBack();
            return End.NOT_TRIED;
        }
        var pending = new Turns.Pending(batch.accounts());
        mine = pending;
        Batch.Done done = null;
        var unlessDone = End.FAILED;
        writer.turns().pass(pending);
        try {
            batch.write();
            if (areCommitted(underWay)) {
                done = transactions.commit(batch, open, started);
            } else {
                connection.rollBack();
            }
        } catch (Transactions.CommitFailed e) {
            unlessDone = End.UNCERTAIN;
            writer.doubts().add(batch.works());
            connection.noteTrouble(e);
            connection.close();
        } catch (Accounts.Outrun e) {
            connection.rollBack();
            writer.turns().outrun();
        } catch (SQLException | RuntimeException e) {
            LOG.debug("a batch is tried again, slowly", e);
            connection.rollBack();
        } finally {
            writer.turns().ended(pending, done != null); // the next batch need not wait for the answers of this one
        }
        if (done == null) {
            return unlessDone;
        }
        writer.turns().undisturbed();
        transactions.answer(batch, done);
        return End.COMMITTED;
    }
}
