package dev.douane.rules.sheet;

import dev.douane.rules.drl.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cells of a sheet as text, blanks at their ends left out.
 *
 * @param file as problems name it
 * @param isText whether people read the file line by line too, not in a program for sheets alone
 * @param rows of differing lengths; none where the file is not read, and a fault says why
 * @param lines the line of the file on which each row begins, from 1; in a spreadsheet the row's number
 * @param cellLines the same for each cell of a row that goes over lines, by the row's number from 1
 * @param numerals how numbers are written in its cells
 * @param numbers where cells hold a number rather than a text, in a spreadsheet
 * @param faults in the order in which they were found
 */
public record Sheet(
        String file,
        boolean isText,
        List<List<String>> rows,
        List<Integer> lines,
        Map<Integer, List<Integer>> cellLines,
        Numerals numerals,
        Set<Place> numbers,
        List<SheetFault> faults) {
    public Sheet {
        rows = rows.stream().map(List::copyOf).toList();
        lines = List.copyOf(lines);
        cellLines = Map.copyOf(cellLines);
        numbers = Set.copyOf(numbers);
        faults = List.copyOf(faults);
        if (rows.size() != lines.size()) {
            throw new IllegalArgumentException(
                    "rows (%d) and lines (%d) must be as many".formatted(rows.size(), lines.size()));
        }
    }

    /** One that is not read. */
    static Sheet unread(String file, List<SheetFault> faults) {
        return new Sheet(file, false, List.of(), List.of(), Map.of(), Numerals.POINT, Set.of(), faults);
    }

    /** How numbers are written in a cell; row and column count from 1. */
    public Numerals numerals(int row, int column) {
        return numbers.contains(place(row, column)) ? Numerals.NUMBER : numerals;
    }

    /** The text of a cell, empty where there is none; both count from 1. */
    public String cell(int row, int column) {
        if (row > rows.size()) {
            return "";
        }
        var cells = rows.get(row - 1);
        return column > cells.size() ? "" : cells.get(column - 1);
    }

    /** Where a cell stands. */
    public Place place(int row, int column) {
        int line = row > lines.size() ? row : lines.get(row - 1);
        var ofCells = cellLines.getOrDefault(row, List.of());
        return new Place(file, column > ofCells.size() ? line : ofCells.get(column - 1), column);
    }

    /** How many cells a row has, empty ones at its end too if they are in the file. */
    public int width(int row) {
        return row > rows.size() ? 0 : rows.get(row - 1).size();
    }

    /** Whether a row has nothing in it, or is not there. */
    public boolean isBlank(int row) {
        return row > rows.size() || rows.get(row - 1).stream().allMatch(String::isEmpty);
    }

    /** How many rows there are. */
    public int height() {
        return rows.size();
    }
}
