package dev.douane.rules.drl;

import java.util.Comparator;

/**
 * Where something stands that an author wrote. In a decision table the line is the row of the sheet and the column is the column of the
 * cell, both from 1, column A being 1.
 *
 * @param file path inside the pack
 * @param line from 1; 0 where none can be named
 * @param column from 1; 0 where none can be named
 */
public record Place(String file, int line, int column) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::file).thenComparingInt(Place::line).thenComparingInt(Place::column);

    public Place {
        if (line < 0 || column < 0) {
            throw new IllegalArgumentException(
                    "line (%d) and column (%d) must not be negative".formatted(line, column));
        }
    }

    /** Another line and column of the same file. */
    public Place at(int otherLine, int otherColumn) {
        return new Place(file, otherLine, otherColumn);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    /** {@code rules/eea.drl:12:5}, as editors understand it. */
    @Override
    public String toString() {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
