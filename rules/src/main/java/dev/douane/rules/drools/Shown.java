package dev.douane.rules.drools;

import dev.douane.rules.limits.Size;
import org.jspecify.annotations.Nullable;

/** How a mark shows what a call holds: nothing is decided by it, so what is missing has a word and what is long is cut. */
public final class Shown {
    /** Stands for what is missing, or blank. */
    static final String MISSING = "unknown";

    private static final String CUT = "…";

    private Shown() {}

    /** The text as a mark of at most {@link Size#TEXT} characters. */
    public static String of(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return MISSING;
        }
        int most = Size.TEXT.most();
        if (text.length() <= most) {
            return text;
        }
        int end = most - CUT.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }
}
