package dev.douane.rules.decide;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules that hold a call back until a period ends, wherever it costs money: what costs nothing has no budget to wait for.
 *
 * @param fired in order; mostly none
 */
record Holdbacks(List<Fired> fired) {
    static Holdbacks of(Effects effects) {
        var found = new ArrayList<Fired>(0);
        for (var fired : effects.enforced()) {
            if (fired.effect() instanceof Effect.DeferUntilPeriodEnd) {
                found.add(fired);
            }
        }
        return new Holdbacks(found);
    }

    boolean isEmpty() {
        return fired.isEmpty();
    }

    /** The latest of an instant and the ends that rules wait for; {@link Instant#MAX}, never, where one of them is not known. */
    Instant until(Instant atLeast) {
        var latest = atLeast;
        for (var one : fired) {
            if (one.effect() instanceof Effect.DeferUntilPeriodEnd(var end)) {
                if (end == null) {
                    return Instant.MAX;
                }
                latest = end.isAfter(latest) ? end : latest;
            }
        }
        return latest;
    }
}
