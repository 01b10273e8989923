package dev.douane.rules.sheet;

import java.util.regex.Pattern;

/**
 * Looks in a text, piece by piece, for letters that are written by their number, as in {@code _x0061_}: some programs read the letter, and
 * others show what is written. Not safe for use by several threads.
 */
final class LetterEscapes {
    private static final Pattern ONE = Pattern.compile("_x[0-9A-Fa-f]{4}_");

    /** One character less than one of them has. */
    private static final int BEGUN_MAX = 6;

    private String end = "";
    private boolean found;

    /** Whether a whole text holds one. */
    static boolean isIn(CharSequence text) {
        return ONE.matcher(text).find();
    }

    /** Takes the next piece of a text; one of them may go over several. */
    void take(String piece) {
        var text = end + piece;
        found |= isIn(text);
        end = text.substring(Math.max(0, text.length() - BEGUN_MAX));
    }

    boolean found() {
        return found;
    }
}
