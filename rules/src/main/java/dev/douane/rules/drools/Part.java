package dev.douane.rules.drools;

import dev.douane.rules.pack.Ruleset;
import java.util.Comparator;

/**
 * What shares a rule base: the packs of a stage that are enforced for whoever asks, together; every other pack alone, so that it can be left out
 * of a call, and so that what goes wrong in it while it is observed stops nothing but itself.
 *
 * @param place the pack's place in its ruleset, or {@link #TOGETHER}
 */
record Part(Stage stage, int place) implements Comparable<Part> {
    static final int TOGETHER = -1;

    private static final Comparator<Part> ORDER =
            Comparator.comparing(Part::stage).thenComparingInt(Part::place);

    static Part of(int place, Ruleset.Entry entry) {
        return new Part(Stage.of(entry), entry.modes().isAlwaysEnforced() ? TOGETHER : place);
    }

    static Part together(Stage stage) {
        return new Part(stage, TOGETHER);
    }

    boolean isTogether() {
        return place == TOGETHER;
    }

    @Override
    public int compareTo(Part other) {
        return ORDER.compare(this, other);
    }
}
