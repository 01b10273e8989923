package dev.douane.rules.decide;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What all rules contributed to one call.
 *
 * @param enforced effects that count, sorted, each once
 * @param observed effects of packs in observe mode, sorted, each once
 * @param failed rules of packs in observe mode that could not be evaluated, sorted, each once
 * @param dropped packs in observe mode that were not even asked, sorted, each once; nothing of a decision depends on them
 */
public record Effects(List<Fired> enforced, List<Fired> observed, List<Failure> failed, List<Dropped> dropped) {
    public static final Effects NONE = new Effects(List.of(), List.of(), List.of(), List.of());

    /**
     * A rule that is only observed and could not be evaluated.
     *
     * @param rule its id, or the engine's best word for where it happened
     * @param pack {@code name@version}
     */
    public record Failure(String rule, String pack) implements Comparable<Failure> {
        private static final Comparator<Failure> ORDER =
                Comparator.comparing(Failure::rule).thenComparing(Failure::pack);

        @Override
        public int compareTo(Failure other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * A pack that is only observed and was not asked.
     *
     * @param pack {@code name@version}
     * @param why a word of ours
     */
    public record Dropped(String pack, String why) implements Comparable<Dropped> {
        /** It would have been too much work. */
        public static final String WORK = "work";

        /** It was too much work for a call before, and nobody released it since. */
        public static final String QUARANTINE = "quarantine";

        private static final Comparator<Dropped> ORDER =
                Comparator.comparing(Dropped::pack).thenComparing(Dropped::why);

        @Override
        public int compareTo(Dropped other) {
            return ORDER.compare(this, other);
        }
    }

    public Effects {
        enforced = List.copyOf(enforced);
        observed = List.copyOf(observed);
        failed = List.copyOf(failed);
        dropped = List.copyOf(dropped);
    }

    /** Sorts, drops what was said twice, and parts by mode. */
    public static Effects of(Collection<Fired> fired) {
        return of(fired, List.of(), List.of());
    }

    /** Nothing was said, since this rule failed where it is only observed. */
    public static Effects failedWhileObserved(Failure failure) {
        return new Effects(List.of(), List.of(), List.of(failure), List.of());
    }

    /** Nothing was said, since this pack was not asked. */
    public static Effects dropped(Dropped pack) {
        return new Effects(List.of(), List.of(), List.of(), List.of(pack));
    }

    private static Effects of(Collection<Fired> fired, List<Failure> failed, List<Dropped> dropped) {
        if (fired.isEmpty() && failed.isEmpty() && dropped.isEmpty()) {
            return NONE;
        }
        var sorted = fired.toArray(Fired[]::new);
        Arrays.sort(sorted); // stable, so the same said twice stays in the order it was said
        var enforced = new ArrayList<Fired>(sorted.length);
        var observed = new ArrayList<Fired>(0);
        for (int i = 0; i < sorted.length; i++) {
            var one = sorted[i];
            while (i + 1 < sorted.length && one.compareTo(sorted[i + 1]) == 0) {
                i++;
                one = one.and(sorted[i]);
            }
            (one.mode() == Fired.Mode.ENFORCE ? enforced : observed).add(one);
        }
        return new Effects(enforced, observed, failed, dropped);
    }

    /** Both together. */
    public Effects plus(Effects other) {
        if (other.equals(NONE)) {
            return this;
        }
        if (equals(NONE)) {
            return other;
        }
        var all = all();
        all.addAll(other.all());
        return of(all, both(failed, other.failed), both(dropped, other.dropped));
    }

    private static <T extends Comparable<T>> List<T> both(List<T> some, List<T> others) {
        if (some.isEmpty() || others.isEmpty()) {
            return some.isEmpty() ? others : some;
        }
        var both = new TreeSet<>(some);
        both.addAll(others);
        return List.copyOf(both);
    }

    /** Whether anything came of a pack that is only observed. */
    public boolean isObserving() {
        return !observed.isEmpty() || !failed.isEmpty();
    }

    /** The same, none of it counting. */
    public Effects asObserved() {
        return in(Fired.Mode.OBSERVE);
    }

    /** The same, all of it counting. */
    Effects asEnforced() {
        return in(Fired.Mode.ENFORCE);
    }

    private Effects in(Fired.Mode mode) {
        return of(all().stream().map(fired -> fired.in(mode)).toList(), failed, dropped);
    }

    private Collection<Fired> all() {
        var all = new ArrayList<>(enforced);
        all.addAll(observed);
        return all;
    }

    /** Characters of the reasons that they become, those that do not count included. */
    public long reasonLength() {
        return all().stream().mapToLong(ReasonLength::of).sum();
    }

    /** Ids of the observed rules that fired or failed. */
    SortedSet<String> observedRules() {
        var rules = new TreeSet<String>();
        observed.forEach(fired -> rules.add(fired.rule().id()));
        failed.forEach(failure -> rules.add(failure.rule()));
        return rules;
    }
}
