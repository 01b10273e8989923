package dev.douane.service.ledger;

import dev.douane.service.budgets.Accounts;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is among the lanes of a node. Who has the turn takes from the queue and decides; who has all written but its figures passes
 * the turn on, so that the next batch is decided while this one commits. Batches commit in the order of their turns.
 */
final class Turns {
    /** What a batch will leave once it is committed. */
    static final class Pending {
        private final Accounts accounts;
        private final CompletableFuture<Boolean> committed = new CompletableFuture<>();

        Pending(Accounts accounts) {
            this.accounts = accounts;
        }

        Accounts accounts() {
            return accounts;
        }

        void ended(boolean isCommitted) {
            committed.complete(isCommitted);
            accounts.ended();
        }

        /** Waits for the end of the commit; returns whether it came through, as far as anybody knows. */
        boolean awaitCommit() throws InterruptedException {
            try {
                return committed.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("an end is never exceptional", e);
            }
        }

        private boolean isUnderWay() {
            return !committed.isDone();
        }
    }

    private static final int LEAST_BATCHES = 4;
    private static final int MOST_BATCHES = 256;

    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile @Nullable Pending last;
    private volatile int lockedBatches;
    private volatile int lockNext = LEAST_BATCHES;

    void take() throws InterruptedException {
        turn.lockInterruptibly();
    }

    /** The turn ends, if it is still this lane's. */
    void leave() {
        if (turn.isHeldByCurrentThread()) {
            turn.unlock();
        }
    }

    /** The turn ends; its commit follows. */
    void pass(Pending pending) {
        last = pending;
        turn.unlock();
    }

    /** The batch whose commit is under way, or null; only for who has the turn. */
    @Nullable
    Pending underWay() {
        var pending = last;
        return pending != null && pending.isUnderWay() ? pending : null;
    }

    // --- other nodes: where they change the same accounts all the time, locking first is cheaper than doing everything
    // twice

    /** Another node was faster: the next batches lock first, the more the more often this happens. */
    void outrun() {
        var next = lockNext;
        lockedBatches = next;
        lockNext = Math.min(next * 2, MOST_BATCHES);
    }

    /** Whether this batch should lock first; only for who has the turn. */
    boolean lockFirst() {
        var left = lockedBatches;
        if (left > 0) {
            lockedBatches = left - 1;
        }
        return left > 0;
    }

    /** A batch came through without locking first. */
    void undisturbed() {
        lockNext = LEAST_BATCHES;
    }
}
