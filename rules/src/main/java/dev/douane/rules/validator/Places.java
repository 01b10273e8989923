package dev.douane.rules.validator;

import dev.douane.rules.drl.Place;
import java.util.Arrays;

/** Says where a character of a text stands. */
interface Places {
    /** @param offset from 0 */
    Place at(int offset);

    /** All of the text stands in one cell. */
    static Places all(Place cell) {
        return offset -> cell;
    }

    /** The text is a file. Lines end with a line feed, a carriage return or both. */
    static Places inFile(String file, String text) {
        var starts = new int[text.length() + 1];
        int lines = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))) {
                starts[lines++] = i + 1;
            }
        }
        var lineStarts = Arrays.copyOf(starts, lines);
        return offset -> {
            int found = Arrays.binarySearch(lineStarts, offset);
            int line = found >= 0 ? found : -found - 2;
            return new Place(file, line + 1, offset - lineStarts[line] + 1);
        };
    }
}
