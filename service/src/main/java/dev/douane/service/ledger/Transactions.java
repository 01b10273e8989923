package dev.douane.service.ledger;

import dev.douane.service.budgets.Accounts;
import dev.douane.service.budgets.Budgets;
import dev.douane.service.budgets.JustRead;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** What both ways of a lane do with a batch: taking works in, the commit, and the answers after it. */
final class Transactions {
    private static final Duration STALE = Duration.ofSeconds(5);
    private static final int READINGS = 10;

    /** The commit broke off: nobody knows yet whether it counts. */
    static final class CommitFailed extends Exception {
        private static final long serialVersionUID = 1L;

        CommitFailed(SQLException cause) {
            super(cause);
        }
    }

    private final LedgerWriter writer;
    private final Budgets budgets;
    private final Batch.Parts parts;
    private final InstantSource time;
    private final LedgerMetrics metrics;
    private final Openings openings;

    Transactions(LedgerWriter writer, Budgets budgets, Batch.Parts parts, InstantSource time, LedgerMetrics metrics) {
        this.writer = writer;
        this.budgets = budgets;
        this.parts = parts;
        this.time = time;
        this.metrics = metrics;
        this.openings = new Openings(budgets, parts.openings(), time, metrics);
    }

    /** Whether the node's picture of the budgets may be decided on. */
    boolean isFresh() {
        return budgets.age().filter(age -> age.compareTo(STALE) <= 0).isPresent();
    }

    /**
     * Takes works in, reads the accounts that they touch and this node does not remember, and opens those that they ask for in vain. A work whose accounts may not be
     * opened is answered so, and left out.
     *
     * @param figures what is decided on; asked again once accounts were read or opened
     */
    Batch begin(Connection open, List<Work<?>> works, Supplier<Batch.Figures> figures)
            throws SQLException, InterruptedException {
        var left = works;
        var read = JustRead.NOTHING;
        for (int readings = 0; readings <= READINGS; readings++) {
            var picture = figures.get().with(read);
            var batch = new Batch(open, parts, picture, time.instant(), left);
            var unread = batch.accounts().unread();
            var wanted = openings.wanted(open, batch, picture.seen().terms().revision());
            if (wanted.isEmpty() && unread.isEmpty()) {
                return batch;
            }
            open.rollback();
            read = budgets.read(open, unread, read);
            left = openings.within(open, wanted, left);
            read = openings.open(open, wanted, read);
        }
        throw new IllegalStateException("accounts are opened and not there");
    }

    /**
     * Writes the accounts' differences and commits.
     *
     * @param started {@link System#nanoTime} at the batch's start
     */
    Batch.Done commit(Batch batch, Connection open, long started) throws SQLException, CommitFailed, Accounts.Outrun {
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
        metrics.committed(batch.works().size(), done, Duration.ofNanos(now - started), Duration.ofNanos(now - written));
        return done;
    }

    void answer(Batch batch, Batch.Done done) {
        done.answers().forEach(Runnable::run);
        batch.works().forEach(this::giveBackIfNobodyKnows);
    }

    /**
     * Voids the hold of a decision that is written but was answered 503, the deadline having passed during the commit. With an idempotency
     * key the asker can still get the answer, so the hold stays.
     */
    void giveBackIfNobodyKnows(Work<?> work) {
        if (work instanceof Work.Admit admit
                && admit.answer().isCompletedExceptionally()
                && admit.waiting.idempotency() == null) {
            writer.later(new Work.VoidHold(admit.waiting.id(), Mover.HOUSE, Duration.ofMinutes(1)));
        }
    }

    /** Answers 503 to what is past its deadline. */
    void failPast(List<Work<?>> works) {
        works.forEach(work -> {
            if (work.failIfPast()) {
                metrics.rejected("late");
            }
        });
    }
}
