package dev.douane.rules.decide;

import java.util.Comparator;

/** One effect with the rule that contributed it. Ordered by rule id, then by the effect's text. */
public record Fired(RuleRef rule, Effect effect, Mode mode) implements Comparable<Fired> {
    private static final Comparator<Fired> ORDER = Comparator.<Fired, String>comparing(
                    fired -> fired.rule().id())
            .thenComparing(fired -> fired.effect().describe())
            .thenComparing(fired -> fired.effect().toString());

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
