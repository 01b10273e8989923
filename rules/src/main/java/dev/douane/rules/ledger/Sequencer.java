package dev.douane.rules.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Alone knows which of a node's writers may decide, which batches are under way, which failed, and which commit is in doubt.
 *
 * <p>Who has the turn takes from the queue and decides. A decided batch becomes a slot, and the turn is passed on, so that the next batch is
 * decided on what this one will leave while this one is written. Slots commit in their order. Where one fails, it and all slots after it are
 * done again, one after the other, before anything new is taken.
 *
 * <p>Every call is one transition. The owner guards them: nothing here waits, reads a clock or knows a thread. A transition that would break
 * one of the invariants I1 to I6 of decision 190 throws {@link IllegalStateException} and changes nothing.
 *
 * @param <S> what is known to be committed: terms and accounts; immutable
 */
public final class Sequencer<S> {
    /** So many batches are under way as a rule: while one commits, another is decided and written. */
    public static final int USUAL = 2;

    /** So many waiting asks are worth the turn of a spare writer: what a batch costs, whatever is in it, is spread over enough by then. */
    public static final int FULL = 64;

    /**
     * What the holder of the turn decides on.
     *
     * @param underWay batches that are decided and not known to be committed, in their order
     * @param confirmed accounts with all that is known to be committed; what is not in the one is in the other
     */
    public record View<S>(List<Pending> underWay, S confirmed) {
        public View {
            underWay = List.copyOf(underWay);
        }
    }

    /** The right to decide; ends with {@link #leave}, {@link #decided}, {@link #postponed}, or the end of the slot it was given for. */
    public static final class Turn {
        private final @Nullable Slot again;
        private final boolean pessimistic;

        Turn(@Nullable Slot again, boolean pessimistic) {
            this.again = again;
            this.pessimistic = pessimistic;
        }

        /** Whether accounts are to be locked before they are decided on. */
        public boolean isPessimistic() {
            return pessimistic;
        }
    }

    /** What became of a slot. */
    public enum Stage {
        /** Decided on what those before it will leave; those after it are decided on what it will leave. */
        DECIDED,
        /** To be decided, or decided again, once all before it are confirmed or over. */
        AGAIN,
        /** Its commit broke off: nobody knows whether it came through. */
        IN_DOUBT,
        CONFIRMED,
        /** Dropped: nothing of it was committed. */
        OVER
    }

    /** One batch's place in the order of commits. */
    public static final class Slot {
        private final long number;
        private final @Nullable Pending pending;
        private Stage stage;

        private Slot(long number, @Nullable Pending pending) {
            this.number = number;
            this.pending = pending;
            this.stage = pending == null ? Stage.AGAIN : Stage.DECIDED;
        }

        public Stage stage() {
            return stage;
        }

        /** What it will leave; null where nobody may decide on that. */
        @Nullable
        Pending pending() {
            return stage == Stage.DECIDED ? pending : null;
        }

        void doAgain() {
            stage = Stage.AGAIN;
        }

        @Override
        public String toString() {
            return "slot " + number + " " + stage;
        }
    }

    /** Whether a slot's turn to commit has come. */
    public enum Permission {
        WAIT,
        COMMIT,
        /** One before it failed: it has to be done again. */
        AGAIN
    }

    private S confirmed;
    private @Nullable Turn turn;
    private final Queue<Integer> waiting = new ArrayDeque<>();
    private final Slots slots = new Slots();
    private long slotsMade;
    private final Pessimism pessimism = new Pessimism();

    /** @param confirmed the accounts before anything is decided */
    public Sequencer(S confirmed) {
        this.confirmed = confirmed;
    }

    /**
     * The turn, to take something new, if it is this writer's; of several that ask, whoever asked first gets it.
     *
     * @param spare whether the writer only helps where much waits: it does not queue, and needs {@link #FULL} asks that wait and {@link #USUAL} slots
     * @param asksWaiting how many asks wait to be taken
     */
    public Optional<Turn> tryBegin(int writer, boolean spare, int asksWaiting) {
        if (!spare && !waiting.contains(writer)) {
            waiting.add(writer);
        }
        if (turn != null || !slots.areAllDecided()) {
            return Optional.empty();
        }
        var mayBegin = spare ? asksWaiting >= FULL && slots.size() >= USUAL : waiting.element() == writer;
        if (!mayBegin) {
            return Optional.empty();
        }
        waiting.remove(writer);
        var begun = new Turn(null, pessimism.takeOne());
        turn = begun;
        return Optional.of(begun);
    }

    /** The turn, to do this slot again, if all before it are confirmed or over. */
    public Optional<Turn> tryAgain(Slot failed) {
        require(failed.stage == Stage.AGAIN, "I3: only what failed is done again", failed);
        if (turn != null || !slots.isFirst(failed)) {
            return Optional.empty();
        }
        var begun = new Turn(failed, true);
        turn = begun;
        return Optional.of(begun);
    }

    /** The turn ends; nothing was taken. */
    public void leave(Turn mine) {
        requireTurn(mine);
        require(mine.again == null, "I3: what failed is seen through", mine.again);
        turn = null;
    }

    /** What is decided on; for the holder of the turn. */
    public View<S> view() {
        return new View<>(slots.pending(), confirmed);
    }

    /**
     * A batch is decided, and the turn passed on.
     *
     * @return its slot; to be done again at once where one before it failed meanwhile
     */
    public Slot decided(Turn mine, Batch batch) {
        return passed(mine, slots.areAllDecided() ? Pending.of(slotsMade + 1, batch) : null);
    }

    /** What was taken cannot be decided on what the node knows: the turn is passed on, and it is decided once all before it are confirmed or over. */
    public Slot postponed(Turn mine) {
        return passed(mine, null);
    }

    private Slot passed(Turn mine, @Nullable Pending pending) {
        requireTurn(mine);
        require(mine.again == null, "I2: what is done again keeps its place", mine.again);
        var slot = new Slot(++slotsMade, pending);
        slots.add(slot);
        turn = null;
        return slot;
    }

    /** Whether this slot's figures may be written and committed. */
    public Permission mayCommit(Slot slot) {
        return switch (slot.stage) {
            case DECIDED -> slots.isFirst(slot) ? Permission.COMMIT : Permission.WAIT;
            case AGAIN -> Permission.AGAIN;
            case IN_DOUBT, CONFIRMED, OVER -> throw new IllegalStateException("I2: " + slot + " was committed already");
        };
    }

    /**
     * A commit is known to have come through: its figures are what is confirmed, and its slot is gone, in one.
     *
     * @param publish makes what is confirmed with it of what was confirmed without it
     */
    public void confirmed(Slot slot, UnaryOperator<S> publish) {
        require(slots.isFirst(slot), "I2: slots commit in their order", slot);
        require(slot.stage != Stage.AGAIN || isItsTurn(slot), "I3: what is done again has the turn", slot);
        confirmed = publish.apply(confirmed);
        if (slot.stage == Stage.DECIDED) {
            pessimism.undisturbed();
        }
        end(slot, Stage.CONFIRMED);
    }

    /** Accounts were read: what is confirmed is at least so new. */
    public void renewed(UnaryOperator<S> publish) {
        confirmed = publish.apply(confirmed);
    }

    /** Whether it may be answered. */
    void requireConfirmed(Slot slot) {
        require(
                slot.stage == Stage.CONFIRMED,
                "I6: nobody is answered before the commit is known to have come through",
                slot);
    }

    /** Nothing of this slot was committed: it and all after it are to be done again. Ends the turn that it was being done again in. */
    public void failed(Slot slot) {
        require(slots.contains(slot), "I3: only what is under way fails", slot);
        require(slot.stage != Stage.IN_DOUBT || slots.isFirst(slot), "I2: slots commit in their order", slot);
        endTurnOf(slot);
        slots.doAgainFrom(slot);
    }

    /** The commit of this slot broke off: nothing begins until it is known whether it came through, and all after it are to be done again. */
    public void inDoubt(Slot slot) {
        require(slots.isFirst(slot), "I2: slots commit in their order", slot);
        failed(slot);
        slot.stage = Stage.IN_DOUBT;
    }

    /** This slot is dropped; nothing of it was committed. */
    public void over(Slot slot) {
        require(
                slot.stage == Stage.AGAIN && slots.contains(slot),
                "I5: only what is known not to be committed is dropped",
                slot);
        end(slot, Stage.OVER);
    }

    /**
     * This slot is to be done again in parts, one after the other, at its place in the order.
     *
     * @param parts how many, at least one
     */
    public List<Slot> split(Slot slot, int parts) {
        require(slot.stage == Stage.AGAIN && slots.contains(slot), "I3: only what failed is split", slot);
        require(parts > 0, "I3: what failed is seen through", slot);
        var made = new ArrayList<Slot>();
        for (int part = 0; part < parts; part++) {
            made.add(new Slot(++slotsMade, null));
        }
        slots.put(made, slot);
        end(slot, Stage.OVER);
        return List.copyOf(made);
    }

    /** Another node was faster, or an amendment: the next turns lock first. */
    void conflicted() {
        pessimism.conflicted();
    }

    /** Whether no batch is under way: none is decided, to be done again or in doubt. */
    public boolean isIdle() {
        return slots.isEmpty();
    }

    private boolean isItsTurn(Slot slot) {
        return turn != null && slot.equals(turn.again);
    }

    private void end(Slot slot, Stage stage) {
        endTurnOf(slot);
        slots.remove(slot);
        slot.stage = stage;
    }

    private void endTurnOf(Slot slot) {
        if (isItsTurn(slot)) {
            turn = null;
        }
    }

    private void requireTurn(Turn mine) {
        require(mine.equals(turn), "I1: one decides at a time", mine.again);
    }

    private static void require(boolean holds, String invariant, @Nullable Object about) {
        if (!holds) {
            throw new IllegalStateException(about == null ? invariant : invariant + ": " + about);
        }
    }
}
