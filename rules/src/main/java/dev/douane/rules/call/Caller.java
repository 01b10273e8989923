package dev.douane.rules.call;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * Who pays and asks. Every member may be missing; a rule or a budget that needs a missing one takes the stricter case.
 *
 * @param location the country the caller sits in, ISO 3166-1 alpha-2
 */
public record Caller(
        @Nullable String organisation,
        @Nullable String product,
        @Nullable String team,
        @Nullable String workflow,
        @Nullable String user,
        @Nullable String run,
        @Nullable String environment,
        @Nullable String location) {
    /** Nobody in particular. */
    public static final Caller UNKNOWN = new Caller(null, null, null, null, null, null, null, null);

    /** Characters: four come to one at most, and no name has more than 256. */
    private static final int COMPOSED_MAX = 1024;

    /** The same caller, saying this of itself. */
    public Caller saying(CallerAttribute attribute, String value) {
        return new Caller(
                attribute == CallerAttribute.ORGANISATION ? value : organisation,
                attribute == CallerAttribute.PRODUCT ? value : product,
                attribute == CallerAttribute.TEAM ? value : team,
                attribute == CallerAttribute.WORKFLOW ? value : workflow,
                attribute == CallerAttribute.USER ? value : user,
                attribute == CallerAttribute.RUN ? value : run,
                attribute == CallerAttribute.ENVIRONMENT ? value : environment,
                attribute == CallerAttribute.LOCATION ? value : location);
    }

    /**
     * The one spelling of what somebody is called: without blanks around it, seen or unseen, and letters composed (NFC). What is longer than
     * any name could be, however it is composed, only loses its blanks: composing takes the square of its length.
     */
    public static String spelled(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80) {
                var seen = withoutBlanks(name);
                return seen.length() > COMPOSED_MAX
                        ? seen
                        : withoutBlanks(Normalizer.normalize(seen, Normalizer.Form.NFC));
            }
        }
        return name.strip();
    }

    private static String withoutBlanks(String name) {
        int from = 0;
        int to = name.length();
        while (from < to && isBlank(name.charAt(from))) {
            from++;
        }
        while (from < to && isBlank(name.charAt(to - 1))) {
            to--;
        }
        return name.substring(from, to);
    }

    /** Text that is copied from a page or a spreadsheet brings no-break spaces and marks without a width, which nobody sees in it. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || (c >= '\u200B' && c <= '\u200F')
                || c == '\u2060'
                || c == '\uFEFF';
    }
}
