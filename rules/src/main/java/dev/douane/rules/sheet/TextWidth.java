package dev.douane.rules.sheet;

import java.util.ArrayList;
import java.util.List;

/** How wide a text is on a screen, in pixels, in letters of the usual size. A guess, since each computer has its own letters. */
final class TextWidth {
    private static final String NARROW = "ijlI.,:;'!|";
    private static final String SLIM = "ftr()[]{}-\"`/\\";
    private static final String BROAD = "mwMW@%";

    private static final double NARROW_PIXELS = 3.4;
    private static final double SLIM_PIXELS = 4.5;
    private static final double USUAL_PIXELS = 7;
    private static final double CAPITAL_PIXELS = 8.5;
    private static final double BROAD_PIXELS = 11;

    /** Chinese, Japanese and Korean letters are square. */
    private static final double SQUARE_PIXELS = 14.5;

    private static final int FIRST_SQUARE = 0x2E80;

    private TextWidth() {}

    static double of(String text) {
        return text.codePoints().mapToDouble(TextWidth::of).sum();
    }

    private static double of(int letter) {
        if (Character.isWhitespace(letter) || NARROW.indexOf(letter) >= 0) {
            return NARROW_PIXELS;
        }
        if (SLIM.indexOf(letter) >= 0) {
            return SLIM_PIXELS;
        }
        if (letter >= FIRST_SQUARE) {
            return SQUARE_PIXELS;
        }
        if (BROAD.indexOf(letter) >= 0) {
            return BROAD_PIXELS;
        }
        return Character.isUpperCase(letter) ? CAPITAL_PIXELS : USUAL_PIXELS;
    }

    /**
     * How many lines a text takes that goes on in the next one at a blank where it has no room.
     *
     * @param room of a line
     * @param size of its letters, 1 for the usual one
     */
    static long lines(String text, double room, double size) {
        return text.lines()
                .mapToLong(line -> linesOf(line, Math.max(1, room), size))
                .sum();
    }

    private static long linesOf(String line, double room, double size) {
        long lines = 1;
        double filled = 0;
        for (var word : words(line)) {
            double width = size * of(word);
            if (filled > 0 && filled + width > room) {
                lines++;
                filled = 0;
            }
            long more = (long) Math.max(0, Math.ceil(width / room) - 1);
            lines += more;
            filled += width - more * room;
        }
        return lines;
    }

    /** Each with the blanks behind it. */
    private static List<String> words(String line) {
        var words = new ArrayList<String>();
        int begin = 0;
        for (int i = 1; i < line.length(); i++) {
            if (line.charAt(i - 1) == ' ' && line.charAt(i) != ' ') {
                words.add(line.substring(begin, i));
                begin = i;
            }
        }
        words.add(line.substring(begin));
        return words;
    }
}
