package dev.douane.rules.text;

import java.util.OptionalInt;

/** Blanks that move what is behind them out of sight. */
public final class Gaps {
    private static final int TAB = 8;

    private Gaps() {}

    /**
     * Where the first character stands, from 0, that more blanks of its line, or more empty lines, part from what is seen before it. Blanks
     * at the end of a line part nothing.
     *
     * @param most blanks, and empty lines, that may
     */
    public static OptionalInt firstBehind(String text, long most) {
        long blanks = 0;
        long lineEnds = 0;
        for (int at = text.startsWith("\uFEFF") ? 1 : 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n' || (c == '\r' && !text.startsWith("\n", at + 1))) {
                lineEnds++;
                blanks = 0;
            } else if (isBlank(c)) {
                blanks += c == '\t' ? TAB : 1;
            } else if (blanks > most || lineEnds - 1 > most) {
                return OptionalInt.of(at);
            } else {
                blanks = 0;
                lineEnds = 0;
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
