package dev.douane.rules.decide;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * What all rules contributed to one call.
 *
 * @param enforced effects that count, sorted, each once
 * @param observed effects of packs in observe mode, sorted, each once
 */
public record Effects(List<Fired> enforced, List<Fired> observed) {
    public static final Effects NONE = new Effects(List.of(), List.of());

    public Effects {
        enforced = List.copyOf(enforced);
        observed = List.copyOf(observed);
    }

    /** Sorts, drops what was said twice, and parts by mode. */
    public static Effects of(Collection<Fired> fired) {
        if (fired.isEmpty()) {
            return NONE;
        }
        var sorted = new TreeSet<>(fired);
        return new Effects(
                sorted.stream().filter(f -> f.mode() == Fired.Mode.ENFORCE).toList(),
                sorted.stream().filter(f -> f.mode() == Fired.Mode.OBSERVE).toList());
    }

    /** Both together. */
    public Effects plus(Effects other) {
        if (other.equals(NONE)) {
            return this;
        }
        if (equals(NONE)) {
            return other;
        }
        var all = new TreeSet<Fired>(enforced);
        all.addAll(other.enforced);
        all.addAll(observed);
        all.addAll(other.observed);
        return of(all);
    }
}
