package dev.douane.service.ledger;

import dev.douane.service.budgets.Accounts;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is among the lanes of a node. Who has the turn takes from the queue and decides; who has all written but its figures passes
 * the turn on, so that the next batch is decided while this one commits. Batches commit in the order of their turns, also where one fails:
 * it and those decided on what it would have left get the turn again, one after the other, before anything new is taken. As a rule two are
 * under way; where much waits, others help.
 */
final class Turns {
    /** A batch whose turn was passed on, and what it will leave once it is committed. */
    static final class Pending {
        private final Accounts accounts;
        private final CompletableFuture<Boolean> committed = new CompletableFuture<>();

        Pending(Accounts accounts) {
            this.accounts = accounts;
        }

        Accounts accounts() {
            return accounts;
        }

        /** Waits for the end of the commit; returns whether it came through, as far as anybody knows. */
        boolean awaitCommit() throws InterruptedException {
            try {
                return committed.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("an end is never exceptional", e);
            }
        }
    }

    /** So many batches are under way as a rule: while one is committed another is decided and written. */
    static final int USUAL = 2;

    private static final int LEAST_BATCHES = 4;
    private static final int MOST_BATCHES = 256;

    /** Guards what follows; signalled whenever it changes. */
    private final ReentrantLock state = new ReentrantLock();

    private final Condition changed = state.newCondition();
    private final Condition much = state.newCondition();
    private final BooleanSupplier fullBatchWaits;
    private @Nullable Thread holder;
    private final Queue<Thread> waiting = new ArrayDeque<>();
    /** Those whose turn was passed on and that are neither committed nor over, in the order of their turns. */
    private final List<Pending> passed = new ArrayList<>();
    /** Those of {@link #passed} that have to be done again; always its last ones. */
    private final List<Pending> failed = new ArrayList<>();

    /** Nobody has the turn, and nobody takes it as a rule before a batch has ended. */
    private volatile boolean areAllBusy;

    private volatile int lockedBatches;
    private volatile int lockNext = LEAST_BATCHES;

    /** @param fullBatchWaits whether as much waits to be taken as a batch should have at least */
    Turns(BooleanSupplier fullBatchWaits) {
        this.fullBatchWaits = fullBatchWaits;
    }

    /** Waits for the turn, to take something new; whoever waited longest gets it. */
    void take() throws InterruptedException {
        var me = Thread.currentThread();
        state.lockInterruptibly();
        try {
            waiting.add(me);
            while (holder != null || !failed.isEmpty() || !me.equals(waiting.peek())) {
                changed.await();
            }
            holder = me;
            areAllBusy = false;
        } finally {
            waiting.remove(me);
            state.unlock();
        }
    }

    /**
     * Waits for the turn beyond those that are usually under way: so long as less than a full batch waits, one more would only cost what a batch
     * costs whatever is in it, and theirs would be smaller.
     *
     * @return whether it came
     */
    boolean takeIfMuchWaits(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        state.lockInterruptibly();
        try {
            while (!areAllBusy || !fullBatchWaits.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = much.awaitNanos(left);
            }
            holder = Thread.currentThread();
            areAllBusy = false;
            return true;
        } finally {
            state.unlock();
        }
    }

    /** Something was added to what waits. */
    void arrived() {
        if (areAllBusy && fullBatchWaits.getAsBoolean()) {
            state.lock();
            try {
                much.signal();
            } finally {
                state.unlock();
            }
        }
    }

    /** To be called whenever what is guarded has changed. */
    private void tell() {
        areAllBusy = holder == null && failed.isEmpty() && passed.size() >= USUAL;
        changed.signalAll();
        if (areAllBusy) { // before it is asked what waits, so that nothing comes in between
            much.signal();
        }
    }

    /** Waits for the turn, to do again what failed; all that came before is committed or over then. */
    void takeBack(Pending mine) throws InterruptedException {
        state.lockInterruptibly();
        try {
            while (holder != null || !passed.getFirst().equals(mine)) {
                changed.await();
            }
            holder = Thread.currentThread();
            areAllBusy = false;
        } finally {
            state.unlock();
        }
    }

    /** The turn ends, if it is still this lane's. */
    void leave() {
        state.lock();
        try {
            if (Thread.currentThread().equals(holder)) {
                holder = null;
                tell();
            }
        } finally {
            state.unlock();
        }
    }

    /** The turn ends; its commit follows, and {@link #ended}, and {@link #over}. */
    void pass(Pending mine) {
        state.lock();
        try {
            passed.add(mine);
            if (!failed.isEmpty()) {
                failed.add(mine); // it was decided on what those before it would have left
            }
            holder = null;
            tell();
        } finally {
            state.unlock();
        }
    }

    /** The commit has ended; where it has not come through, what was decided after it has failed with it. */
    void ended(Pending mine, boolean isCommitted) {
        state.lock();
        try {
            if (isCommitted) {
                passed.remove(mine);
            } else if (!failed.contains(mine)) {
                failed.clear();
                failed.addAll(passed.subList(passed.indexOf(mine), passed.size()));
            }
            tell();
        } finally {
            state.unlock();
        }
        mine.committed.complete(isCommitted);
        mine.accounts.ended();
    }

    /** Whatever its commit came to, all that was in it has been seen through. */
    void over(Pending mine) {
        state.lock();
        try {
            passed.remove(mine);
            failed.remove(mine);
            tell();
        } finally {
            state.unlock();
        }
    }

    /** The batches that are being written or committed, the last first; only for who has the turn. */
    List<Pending> underWay() {
        state.lock();
        try {
            return List.copyOf(passed).reversed();
        } finally {
            state.unlock();
        }
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
