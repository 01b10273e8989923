package dev.douane.rules.ledger;

import dev.douane.rules.ledger.Sequencer.Slot;
import dev.douane.rules.ledger.Sequencer.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What one writer is to do next, as {@link WriterProgram} says, and what may be {@link Heard} of it. What goes to the database may also hear
 * {@link Heard.Waited} and {@link Heard.Gone}, but for {@link Commit}.
 */
public sealed interface WriterStep {
    /** Wait for {@link Sequencer#tryBegin}: {@link Heard.Begun}. */
    record BeginTurn() implements WriterStep {}

    /** Wait for {@link Sequencer#tryAgain}: {@link Heard.Begun}. */
    record BeginAgain(Slot slot) implements WriterStep {}

    /** Take what waits, after a short look up at most: {@link Heard.Taken}. */
    record Take() implements WriterStep {}

    /** See that an idle connection stays open; any. */
    record KeepOpen() implements WriterStep {}

    /** Leave out what was answered for its deadline: {@link Heard.Taken}. */
    record LeaveOutAnswered(List<Ask> asks) implements WriterStep {}

    /** Connect where that is needed, and read terms and accounts anew where they are too old to be decided on: {@link Heard.Done}. */
    record GetReady() implements WriterStep {}

    /**
     * Begin a transaction, read all that these asks need, and give it to {@link LedgerCore#decide}: {@link Heard.Decided},
     * {@link Heard.Needs}, {@link Heard.NeedsCommit}, {@link Heard.Refused}.
     */
    record Prefetch(List<Ask> asks, Locks locks) implements WriterStep {}

    /**
     * End the transaction, and read or open the accounts that were needed. Asks whose accounts may not be opened are answered so, and left
     * out: {@link Heard.Taken}, {@link Heard.Refused}.
     */
    record ReadAndOpen(List<Ask> asks) implements WriterStep {}

    /** Write all but the accounts' figures: {@link Heard.Done}, {@link Heard.Refused}. */
    record Write(Batch batch) implements WriterStep {}

    /** Wait for {@link Sequencer#mayCommit}: {@link Heard.Done}, or {@link Heard.Overtaken} where it says AGAIN. */
    record AwaitTurnToCommit(Slot slot) implements WriterStep {}

    /** Write the accounts' figures: {@link Heard.Done}, {@link Heard.Conflict}, {@link Heard.Refused}. */
    record WriteFigures(Batch batch) implements WriterStep {}

    /** {@link Heard.Done} or {@link Heard.Unknown}, and nothing else. */
    record Commit() implements WriterStep {}

    /** Call {@link Sequencer#confirmed} with the accounts as the batch left them: {@link Heard.Done}. */
    record Publish(Slot slot, Batch batch) implements WriterStep {}

    /** Complete the answers. A decision whose ask was answered for its deadline is voided as undelivered: {@link Heard.Done}. */
    record Answer(Batch batch) implements WriterStep {}

    /** Answer that these could not be done, for a fault that asking again does not mend: {@link Heard.Done}. */
    record Refuse(List<Ask> asks) implements WriterStep {}

    /** End the transaction if there is one; a connection that fails at that is closed: {@link Heard.Done}. */
    record RollBack() implements WriterStep {}

    /** Wait: {@link Heard.Done}. */
    record Pause(Duration time) implements WriterStep {}

    /** Close the connection and open another: {@link Heard.Done}. */
    record Reconnect() implements WriterStep {}

    /**
     * Take the advisory lock of a lost connection without waiting; where it is not granted, terminate that connection's backend if it is
     * still the same: {@link Heard.Fenced}.
     */
    record Fence(long session) implements WriterStep {}

    /** Look whether this batch is in the database: {@link Heard.Found}. */
    record Look(Batch batch) implements WriterStep {}

    /** The writer has ended. */
    record End() implements WriterStep {}

    /**
     * What is locked before anything is decided.
     *
     * @param first whether accounts are: those that the asks are known to need, and the given ones
     * @param accounts ids that earlier attempts needed
     */
    public record Locks(boolean first, Set<Long> accounts) {
        /** Keys and holds only; accounts are decided on as they are known. */
        public static final Locks NONE = new Locks(false, Set.of());

        public Locks {
            accounts = Set.copyOf(accounts);
        }
    }

    /** How the last thing went. */
    public sealed interface Heard {
        record Done() implements Heard {}

        record Begun(Turn turn) implements Heard {}

        /** @param ready whether there is a connection, and terms and accounts are new enough to be decided on */
        record Taken(List<Ask> asks, boolean ready) implements Heard {}

        /** @param accounts ids of all accounts that it rests on or changes */
        record Decided(Batch batch, Set<Long> accounts) implements Heard {}

        /** Accounts are to be read or opened first. */
        record Needs() implements Heard {}

        /** What is under way must be committed first. */
        record NeedsCommit() implements Heard {}

        /** A row is not what it was relied on to be. */
        record Conflict() implements Heard {}

        /** One before it failed. */
        record Overtaken() implements Heard {}

        /** A lock, or the database, did not come in time; the connection stands. */
        record Waited() implements Heard {}

        /** The connection is lost, or there is no way to the database. Nothing was committed. */
        record Gone() implements Heard {}

        /** The database refuses the content, or the driver met a fault in itself. */
        record Refused(String sqlState) implements Heard {}

        /**
         * The commit broke off.
         *
         * @param session of the connection that is lost
         */
        record Unknown(long session) implements Heard {}

        record Fenced(boolean granted) implements Heard {}

        record Found(boolean found) implements Heard {}
    }
}
