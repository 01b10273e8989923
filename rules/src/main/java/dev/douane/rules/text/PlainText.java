package dev.douane.rules.text;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Text that one person writes and another one reads later: in a rule, a history, a log or a terminal. It must show what it says, so three
 * questions are asked of it, the same ones everywhere.
 *
 * <ul>
 *   <li>A <em>sentence</em> may be in any script. Nothing in it is unseen, and nothing turns the direction of reading.
 *   <li>A <em>name</em> is a sentence none of whose words mixes scripts that look alike: {@code pаypal} with a Cyrillic letter is none.
 *   <li>A <em>word</em> is compared letter by letter, by people and by programs, so it has one way to be written: it is in one script, or in
 *       scripts that people do mix (Unicode Technical Standard 39, <em>highly restrictive</em>), composed, in letters of everyday use.
 * </ul>
 *
 * <p>ASCII is answered at once; the tables of Unicode are loaded for the first text that holds anything else. Only for text on its way in:
 * what is stored was asked then.
 */
public final class PlainText {
    private static final String ONE_LINE = "";
    private static final String LINES = "\n\t";
    private static final String FILE = "\n\t\r";

    private PlainText() {}

    /** What is wrong with a sentence of one line that must be there; null where nothing is. */
    public static @Nullable String faultInLine(@Nullable String text, int lengthMax) {
        return said(text, lengthMax) ? hidden(text, ONE_LINE) : length(lengthMax);
    }

    /** What is wrong with sentences that must be there and may have lines and tabs; null where nothing is. */
    public static @Nullable String faultInLines(@Nullable String text, int lengthMax) {
        return said(text, lengthMax) ? hidden(text, LINES) : length(lengthMax);
    }

    /** What is wrong with a name of one line that must be there; null where nothing is. */
    public static @Nullable String faultInName(@Nullable String text, int lengthMax) {
        return text != null && said(text, lengthMax) ? faultInName(text) : length(lengthMax);
    }

    /** What is wrong with a name, whatever its length; null where nothing is. */
    public static @Nullable String faultInName(String text) {
        if (isAscii(text)) {
            return hidden(text, ONE_LINE);
        }
        var hidden = hidden(text, ONE_LINE);
        return hidden == null ? LookAlikes.mixedWord(text) : hidden;
    }

    /** What is wrong with a word that is compared, whatever its length; null where nothing is. */
    public static @Nullable String faultInWord(String text) {
        if (isAscii(text)) {
            return hidden(text, ONE_LINE);
        }
        int at = Unseen.firstInWord(text);
        return at < 0 ? LookAlikes.faultInWord(text) : misleading(text, at);
    }

    /**
     * Whether people take two names for one: nothing tells them apart but capitals, how many blanks there are, and letters or signs that look
     * alike (Unicode Technical Standard 39). Loads the tables of Unicode for names in ASCII too, where an {@code l} may be a {@code 1}.
     */
    public static boolean areAlike(String one, String other) {
        return one.equalsIgnoreCase(other) || LookAlikes.areAlike(one, other);
    }

    /** Where in a file, from 0, the first character stands that would mislead whoever reads the file; a byte order mark in front is none. */
    public static OptionalInt firstHidden(String file) {
        int at = firstUnseen(file, file.startsWith("\uFEFF") ? 1 : 0, FILE);
        if (at < 0) {
            at = strayReturn(file);
        }
        return at < 0 ? OptionalInt.empty() : OptionalInt.of(at);
    }

    /** What is wrong with the character there. */
    public static String misleading(String text, int at) {
        return "has a character (U+%04X, number %d) that misleads whoever reads it; leave it out"
                .formatted(text.codePointAt(at), text.codePointCount(0, at) + 1);
    }

    private static boolean said(@Nullable String text, int lengthMax) {
        return text != null && !text.isBlank() && text.length() <= lengthMax;
    }

    private static String length(int lengthMax) {
        return "must have 1 to %d characters, not only blanks".formatted(lengthMax);
    }

    private static @Nullable String hidden(@Nullable String text, String layout) {
        if (text == null) {
            return null;
        }
        int at = firstUnseen(text, 0, layout);
        return at < 0 ? null : misleading(text, at);
    }

    /**
     * -1 where there is none.
     *
     * @param layout the controls that are seen, as layout
     */
    private static int firstUnseen(String text, int from, String layout) {
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c >= 0x7F) {
                return Unseen.first(text, at, layout);
            }
            if (c < ' ' && layout.indexOf(c) < 0) {
                return at;
            }
        }
        return -1;
    }

    /** A carriage return alone, in a file of line feeds: a line end to some readers, nothing or a jump back to others. -1 where there is none. */
    private static int strayReturn(String file) {
        if (file.indexOf('\n') < 0) {
            return -1;
        }
        for (int at = file.indexOf('\r'); at >= 0; at = file.indexOf('\r', at + 1)) {
            if (at + 1 == file.length() || file.charAt(at + 1) != '\n') {
                return at;
            }
        }
        return -1;
    }

    private static boolean isAscii(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) > 0x7E) {
                return false;
            }
        }
        return true;
    }
}
