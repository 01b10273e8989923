package dev.douane.rules.diff;

import java.util.Locale;

/** How a rule differs from the one of the same id. */
public enum RuleChangeKind {
    ADDED("is new"),
    REMOVED("is gone"),
    /** Proved: whatever makes the new one fire made the old one fire. */
    NARROWED("fires for fewer calls"),
    /** Proved: whatever made the old one fire makes the new one fire. */
    WIDENED("fires for more calls"),
    /** Neither could be proved: look at it. */
    CONDITIONS_CHANGED("fires for other calls"),
    /** Proved: the conditions are written in another way and mean the same. */
    REWRITTEN("is written differently and fires for the same calls"),
    EFFECT_CHANGED("says something else of the target or the call"),
    /** Name, reason or citations. */
    REWORDED("is worded differently for people");

    private final String meaning;

    RuleChangeKind(String meaning) {
        this.meaning = meaning;
    }

    /** In kebab-case: {@code effect-changed}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Completes a sentence that begins with the rule. */
    public String meaning() {
        return meaning;
    }
}
