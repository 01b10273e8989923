package dev.douane.rules.oracle;

import dev.douane.rules.decide.Effect;
import dev.douane.rules.decide.Effect.DeferUntilPeriodEnd;
import dev.douane.rules.decide.Fired;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;

/**
 * One effect with the rule that it comes of.
 *
 * @param pack its name, without the version: a new one need not say anything new
 * @param rule the rule's id
 */
record Said(String pack, String rule, Effect effect) implements Comparable<Said> {
    private static final Comparator<Said> ORDER = Comparator.comparing(Said::rule)
            .thenComparing(said -> said.effect().toString())
            .thenComparing(Said::pack);

    /**
     * What the engine said, as a page puts it: a call waits for the last to end of the periods that a rule names, so where it names several
     * only that one is kept.
     */
    static Set<Said> of(Collection<Fired> fired) {
        var said = new HashSet<Said>();
        for (var each : fired) {
            var next = new Said(name(each.rule().pack()), each.rule().id(), each.effect());
            if (said.stream().noneMatch(other -> other.waitsAtLeastAsLongAs(next))) {
                said.removeIf(next::waitsAtLeastAsLongAs);
                said.add(next);
            }
        }
        return said;
    }

    private static String name(String packAtVersion) {
        return packAtVersion.substring(0, packAtVersion.indexOf('@'));
    }

    private boolean waitsAtLeastAsLongAs(Said other) {
        return effect instanceof DeferUntilPeriodEnd(var end)
                && other.effect instanceof DeferUntilPeriodEnd(var otherEnd)
                && rule.equals(other.rule)
                && pack.equals(other.pack)
                && end != null
                && otherEnd != null
                && !end.isBefore(otherEnd);
    }

    @Override
    public int compareTo(Said other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return rule + " " + effect + " of " + pack;
    }
}
