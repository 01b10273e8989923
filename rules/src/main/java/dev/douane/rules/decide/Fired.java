package dev.douane.rules.decide;

import java.util.Comparator;

/**
 * One effect with the rule that contributed it. Ordered by rule id, then by the effect's text, then by pack and mode: the same rule may
 * stand in a ruleset twice, enforced for some callers and observed for others, and neither may hide the other.
 */
public record Fired(RuleRef rule, Effect effect, Mode mode) implements Comparable<Fired> {
    private static final Comparator<Fired> ORDER = Comparator.<Fired, String>comparing(
                    fired -> fired.rule().id())
            .thenComparing(fired -> fired.effect().describe())
            .thenComparing(fired -> fired.effect().toString())
            .thenComparing(fired -> fired.rule().pack())
            .thenComparing(Fired::mode);

    /** Whether the effect counts. */
    public enum Mode {
        ENFORCE,
        /** Recorded as what would have been; never touches the answer. */
        OBSERVE
    }

    @Override
    public int compareTo(Fired other) {
        return ORDER.compare(this, other);
    }
}
