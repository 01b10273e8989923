package dev.douane.rules.terms;

import java.util.Locale;

/** How far a hard budget may be passed. */
public enum Overrun {
    /** Not at all: what is held and spent, with the call, is within the limit. */
    NEVER,
    /** By one call: a call is let through as long as the limit is not reached, whatever it may cost. */
    LAST_CALL_MAY_CROSS;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The word of the API. */
    public String word() {
        return word;
    }
}
