package dev.douane.rules.ledger;

import dev.douane.rules.ledger.Sequencer.Slot;
import dev.douane.rules.ledger.Sequencer.Turn;
import dev.douane.rules.ledger.WriterStep.Heard;
import dev.douane.rules.ledger.WriterStep.Locks;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one writer does next, given how the last thing went: the way of a batch from the queue to its answers, and what is tried again.
 *
 * <p>No thread, no clock, no connection: whoever drives it performs {@link WriterStep} and tells what it {@link WriterStep.Heard}. The driver guards calls of
 * {@link #next} and of the sequencer with one lock. The first call hears {@link WriterStep.Heard.Done}.
 *
 * <p>A batch is tried on the figures that the node knows. Whatever goes wrong with that, it is done again with its accounts locked first and
 * the turn kept, until it is committed, or all of its asks have been answered for their deadlines. A commit that broke off is never tried
 * again before the old connection has ended and the database was asked what came of it.
 */
public final class WriterProgram {
    /** So often are accounts read or opened for one batch. */
    static final int READINGS = 10;

    private final Sequencer<?> sequencer;
    private final Recovery recovery;
    private WriterStep last = new WriterStep.KeepOpen();
    private boolean stopping;
    private @Nullable Turn turn;
    private @Nullable Slot slot;
    private @Nullable Batch batch;
    private int readings;

    public WriterProgram(Sequencer<?> sequencer) {
        this.sequencer = sequencer;
        recovery = new Recovery(sequencer);
    }

    /** Ends once nothing waits, and gives up what has been tried five times. */
    public void stop() {
        stopping = true;
        recovery.stop();
    }

    /**
     * What is done next.
     *
     * @throws IllegalStateException if that could not be heard of what was done last
     */
    public WriterStep next(Heard heard) {
        last = after(last, heard);
        return last;
    }

    private WriterStep after(WriterStep done, Heard heard) {
        return switch (done) {
            case WriterStep.KeepOpen() -> new WriterStep.BeginTurn();
            case WriterStep.BeginTurn() -> begun(heard);
            case WriterStep.Take() -> taken(heard);
            case WriterStep.Prefetch(var asks, var locks) -> prefetched(asks, locks, heard);
            case WriterStep.ReadAndOpen(var asks) -> opened(asks, heard);
            case WriterStep.Write(var written) -> written(written, heard);
            case WriterStep.AwaitTurnToCommit(var unused) ->
                isDone(heard) ? new WriterStep.WriteFigures(batch()) : failed(heard);
            case WriterStep.WriteFigures(var unused) -> isDone(heard) ? new WriterStep.Commit() : failed(heard);
            case WriterStep.Commit() -> committed(heard);
            case WriterStep.Look(var unused) when heard instanceof Heard.Found(var found) && found -> publish();
            case WriterStep.Publish(var unused, var published) -> answer(published);
            case WriterStep.Answer(var unused) -> over();
            case WriterStep.BeginAgain(var again) -> begunAgain(again, heard);
            case WriterStep.LeaveOutAnswered(var unused) -> leftOver(heard);
            case WriterStep.GetReady() -> isDone(heard) ? recovery.prefetch() : failed(heard);
            case WriterStep.RollBack() -> goOn();
            case WriterStep.Pause(var unused) -> goOn();
            case WriterStep.Refuse(var unused) -> goOn();
            case WriterStep.Reconnect() -> recovery.doubt(heard);
            case WriterStep.Fence(var unused) -> recovery.doubt(heard);
            case WriterStep.Look(var unused) -> recovery.doubt(heard);
            case WriterStep.End() -> throw new IllegalStateException("the writer has ended");
        };
    }

    // --- the ordinary way

    private WriterStep begun(Heard heard) {
        if (!(heard instanceof Heard.Begun(var its))) {
            throw unheard(heard);
        }
        turn = its;
        return new WriterStep.Take();
    }

    private WriterStep taken(Heard heard) {
        if (!(heard instanceof Heard.Taken(var asks, var ready))) {
            throw unheard(heard);
        }
        var mine = turn();
        if (asks.isEmpty()) {
            sequencer.leave(mine);
            turn = null;
            return stopping ? new WriterStep.End() : new WriterStep.KeepOpen();
        }
        recovery.taken(asks);
        readings = 0;
        if (ready && !mine.isPessimistic()) {
            return new WriterStep.Prefetch(asks, Locks.NONE);
        }
        slot = sequencer.postponed(mine);
        turn = null;
        return new WriterStep.BeginAgain(slot);
    }

    private WriterStep prefetched(List<Ask> asks, Locks locks, Heard heard) {
        return switch (heard) {
            case Heard.Decided(var decided, var accounts) -> decided(decided, accounts, locks);
            case Heard.Needs()
            when readings < READINGS -> {
                readings++;
                yield new WriterStep.ReadAndOpen(asks);
            }
            case Heard.Needs() -> failed(new Heard.Refused("accounts are opened and not there"));
            default -> failed(heard);
        };
    }

    private WriterStep decided(Batch decided, Set<Long> accounts, Locks locks) {
        recovery.needs(accounts);
        batch = decided;
        if (!locks.first()) {
            if (hasBroken(decided)) {
                return failed(new Heard.Overtaken());
            }
            slot = sequencer.decided(turn(), decided);
            turn = null;
            if (slot.stage() == Sequencer.Stage.AGAIN) {
                return failed(new Heard.Overtaken());
            }
        }
        return new WriterStep.Write(decided);
    }

    /** Figures that another node has changed can be such as cannot be: what looks like a fault is one only where accounts were locked first. */
    private static boolean hasBroken(Batch decided) {
        return decided.outcomes().stream().anyMatch(Outcome.Broke.class::isInstance);
    }

    private WriterStep opened(List<Ask> asked, Heard heard) {
        if (!(heard instanceof Heard.Taken(var asks, var unused))) {
            return failed(heard);
        }
        if (asks.size() < asked.size()) {
            recovery.left(asks);
        }
        if (!asks.isEmpty()) {
            return new WriterStep.Prefetch(asks, slot == null ? Locks.NONE : recovery.locks());
        }
        if (slot == null) {
            sequencer.leave(turn());
        } else {
            sequencer.over(slot);
        }
        return over();
    }

    private WriterStep written(Batch written, Heard heard) {
        if (!isDone(heard)) {
            return failed(heard);
        }
        return turn == null ? new WriterStep.AwaitTurnToCommit(slot()) : new WriterStep.WriteFigures(written);
    }

    private WriterStep committed(Heard heard) {
        return switch (heard) {
            case Heard.Done() -> publish();
            case Heard.Unknown(var session) -> {
                sequencer.inDoubt(slot());
                turn = null;
                yield recovery.inDoubt(session, slot(), batch());
            }
            default -> throw unheard(heard);
        };
    }

    private WriterStep publish() {
        turn = null;
        return new WriterStep.Publish(slot(), batch());
    }

    private WriterStep answer(Batch published) {
        sequencer.requireConfirmed(slot());
        return new WriterStep.Answer(published);
    }

    /** All that was taken is seen through, or the next part of it is to be. */
    private WriterStep over() {
        turn = null;
        batch = null;
        slot = recovery.nextPart();
        return slot == null ? new WriterStep.BeginTurn() : new WriterStep.BeginAgain(slot);
    }

    // --- what failed is done again, its accounts locked first and the turn kept

    private WriterStep failed(Heard heard) {
        if (slot == null) {
            slot = sequencer.postponed(turn());
        } else {
            sequencer.failed(slot);
        }
        turn = null;
        return recovery.failed(slot, heard);
    }

    private WriterStep begunAgain(Slot again, Heard heard) {
        slot = again;
        if (!(heard instanceof Heard.Begun(var its))) {
            throw unheard(heard);
        }
        turn = its;
        readings = 0;
        return recovery.leaveOutAnswered();
    }

    private WriterStep leftOver(Heard heard) {
        if (!(heard instanceof Heard.Taken(var asks, var unused))) {
            throw unheard(heard);
        }
        if (asks.isEmpty()) {
            sequencer.over(slot());
            return over();
        }
        recovery.left(asks);
        return new WriterStep.GetReady();
    }

    private WriterStep goOn() {
        var next = recovery.goOn();
        return next == null ? over() : next;
    }

    private static boolean isDone(Heard heard) {
        return heard instanceof Heard.Done;
    }

    private static IllegalStateException unheard(Heard heard) {
        return new IllegalStateException("nobody can hear " + heard + " now");
    }

    private Turn turn() {
        return Objects.requireNonNull(turn, "I1: the writer has no turn");
    }

    private Slot slot() {
        return Objects.requireNonNull(slot, "the writer has no slot");
    }

    private Batch batch() {
        return Objects.requireNonNull(batch, "the writer has no batch");
    }
}
