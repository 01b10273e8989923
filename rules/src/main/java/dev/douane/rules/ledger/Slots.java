package dev.douane.rules.ledger;

import dev.douane.rules.ledger.Sequencer.Slot;
import dev.douane.rules.ledger.Sequencer.Stage;
import java.util.ArrayList;
import java.util.List;

/** The slots of a {@link Sequencer} that are neither confirmed nor over, in the order of their turns: those that are decided, then those to be done again. */
final class Slots {
    private final List<Slot> slots = new ArrayList<>();

    void add(Slot slot) {
        slots.add(slot);
    }

    void remove(Slot slot) {
        slots.remove(slot);
    }

    /** Puts these before another. */
    void put(List<Slot> made, Slot before) {
        slots.addAll(slots.indexOf(before), made);
    }

    boolean contains(Slot slot) {
        return slots.contains(slot);
    }

    boolean isEmpty() {
        return slots.isEmpty();
    }

    int size() {
        return slots.size();
    }

    boolean isFirst(Slot slot) {
        return !slots.isEmpty() && slots.getFirst().equals(slot);
    }

    boolean areAllDecided() {
        return slots.stream().allMatch(slot -> slot.stage() == Stage.DECIDED);
    }

    /** What those that are decided will leave, in their order. */
    List<Pending> pending() {
        var pending = new ArrayList<Pending>();
        for (var slot : slots) {
            var its = slot.pending();
            if (its != null) {
                pending.add(its);
            }
        }
        return pending;
    }

    /** This one and all after it have to be done again. */
    void doAgainFrom(Slot slot) {
        slots.subList(slots.indexOf(slot), slots.size()).forEach(Slot::doAgain);
    }
}
