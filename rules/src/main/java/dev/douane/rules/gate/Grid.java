package dev.douane.rules.gate;

import dev.douane.rules.drl.Place;
import java.util.List;

/**
 * The cells of a sheet as text, blanks at their ends left out.
 *
 * @param rows of differing lengths
 */
record Grid(String file, List<List<String>> rows) {
    /** The text of a cell, empty where there is none; both count from 1. */
    String cell(int row, int column) {
        if (row > rows.size()) {
            return "";
        }
        var cells = rows.get(row - 1);
        return column > cells.size() ? "" : cells.get(column - 1);
    }

    Place place(int row, int column) {
        return new Place(file, row, column);
    }

    int width(int row) {
        return row > rows.size() ? 0 : rows.get(row - 1).size();
    }

    boolean isBlank(int row) {
        return row > rows.size() || rows.get(row - 1).stream().allMatch(String::isEmpty);
    }

    int height() {
        return rows.size();
    }
}
