package dev.douane.service.platform;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text that one person writes and another one reads later, in a history, a log or a terminal: it must show what it says. So controls, half
 * characters and what turns the direction of reading are refused, and on one line what breaks it too.
 */
public final class PlainText {
    private static final String MISLEADING = "\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}";
    private static final Pattern IN_A_LINE = Pattern.compile("[" + MISLEADING + "]");
    private static final Pattern IN_LINES = Pattern.compile("[" + MISLEADING + "&&[^\\n\\t]]");

    private PlainText() {}

    /** Whether a text would break its line or look like something else where it is shown. */
    public static boolean misleads(String text) {
        return IN_A_LINE.matcher(text).find();
    }

    /** What is wrong with a text of one line that must be there; null where nothing is. */
    public static @Nullable String faultInLine(@Nullable String text, int lengthMax) {
        return fault(text, lengthMax, IN_A_LINE);
    }

    /** What is wrong with a text that must be there and may have lines and tabs; null where nothing is. */
    public static @Nullable String faultInLines(@Nullable String text, int lengthMax) {
        return fault(text, lengthMax, IN_LINES);
    }

    private static @Nullable String fault(@Nullable String text, int lengthMax, Pattern misleading) {
        if (text == null || text.isBlank() || text.length() > lengthMax) {
            return "must have 1 to %d characters, not only blanks".formatted(lengthMax);
        }
        var found = misleading.matcher(text);
        return found.find()
                ? "has a character (U+%04X, number %d) that misleads whoever reads it; leave it out"
                        .formatted(text.codePointAt(found.start()), text.codePointCount(0, found.start()) + 1)
                : null;
    }
}
