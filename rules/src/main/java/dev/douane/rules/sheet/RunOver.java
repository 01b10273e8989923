package dev.douane.rules.sheet;

import java.util.regex.Pattern;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.jspecify.annotations.Nullable;

/**
 * Holds a text that its column is too narrow for against the cells beside it. Most run over into empty cells and are read as the one text that
 * they are, or are cut off where people see it; some look like two texts, each in a cell of its own. Not safe for use by several threads.
 */
final class RunOver {
    /** Widths are guessed, so a text has at least so much of its guess. */
    static final double AT_LEAST = 0.85;

    /** And at most so much. */
    private static final double AT_MOST = 1.2;

    /** What stands behind several blanks looks like a text of its own. */
    private static final Pattern GAP = Pattern.compile("[\\s\\p{Z}]{3}");

    private static final double RIM_PIXELS = 5;

    /** What begins in a column as narrow as that seems to begin in the next one. */
    private static final double NARROW_PIXELS = 24;

    /** Rows below the line of a table that say what its columns are. */
    private static final int HEAD_ROWS = 4;

    private static final Pattern TABLE = Pattern.compile("ruletable\\b.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern SHEET = Pattern.compile("ruleset", Pattern.CASE_INSENSITIVE);

    private final ColumnsXml columns;
    private boolean isMeasured;
    private int firstRow;
    private int lastColumn;
    private int askedRow = -1;
    private boolean isAskedTitle;

    RunOver(ColumnsXml columns) {
        this.columns = columns;
    }

    /**
     * What is wrong, with the way out; null where nothing is.
     *
     * @param value without blanks at its end
     * @param isToRight whether it is read from left to right
     * @param room of its column, in pixels
     * @param size of its letters, 1 for the usual one
     */
    @Nullable
    String fault(XSSFCell cell, String value, boolean isToRight, double room, double size) {
        measure(cell.getSheet());
        var alignment = CellAlignment.horizontal(cell);
        boolean isBeginningSeen = alignment == HorizontalAlignment.GENERAL
                || alignment == (isToRight ? HorizontalAlignment.LEFT : HorizontalAlignment.RIGHT);
        if (isBeginningSeen) {
            int step = isToRight == cell.getSheet().isRightToLeft() ? -1 : 1;
            return !isTitle(cell.getRow()) && looksLikeTwo(cell, value, step, room, size)
                    ? "the cell's text runs over into an empty cell, and looks like what that one holds\nMaybe widen the column, or wrap the text."
                    : null;
        }
        boolean isCentredHead = alignment == HorizontalAlignment.CENTER && isHead(cell);
        return !isCentredHead && AT_LEAST * size * TextWidth.of(value) > room
                ? "the cell's text is wider than its column and does not begin at its side, so that its beginning is not seen, or seen in another cell\nMaybe align it to the side where it begins, or widen the column."
                : null;
    }

    private boolean looksLikeTwo(XSSFCell cell, String value, int step, double room, double size) {
        int next = cell.getColumnIndex() + step;
        if (!isRoom(cell.getRow(), next) || AT_MOST * size * TextWidth.of(value) <= room) {
            return false;
        }
        if (room + RIM_PIXELS <= NARROW_PIXELS || GAP.matcher(value).find()) {
            return true;
        }
        double last = size * TextWidth.of(value.substring(0, lastPart(value)));
        double edge = room + RIM_PIXELS;
        for (int column = next; isRoom(cell.getRow(), column); column += step) {
            if (AT_LEAST * last - RIM_PIXELS <= edge && edge <= AT_MOST * last + RIM_PIXELS) {
                return true;
            }
            edge += columns.pixels(column + 1);
        }
        return false;
    }

    /** Where the word begins that a text ends with, or the list of words: as much as a cell of a table holds. */
    private static int lastPart(String text) {
        int end = text.length();
        while (true) {
            int word = end;
            while (word > 0 && !isBlank(text.charAt(word - 1))) {
                word--;
            }
            end = word;
            while (end > 0 && isBlank(text.charAt(end - 1))) {
                end--;
            }
            if (end == 0) {
                return 0;
            }
            if (",;".indexOf(text.charAt(end - 1)) < 0) {
                return word;
            }
        }
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** Whether a cell of the table is empty; outside of it nobody takes anything for a value. */
    private boolean isRoom(Row row, int column) {
        return column >= 0 && column <= lastColumn && isEmpty(row, column);
    }

    private static boolean isEmpty(Row row, int column) {
        var cell = row.getCell(column);
        return cell == null
                || cell.getCellType() == CellType.BLANK
                || (cell.getCellType() == CellType.STRING
                        && cell.getStringCellValue().isBlank());
    }

    /** Whether a cell says what a table or a column of it is. */
    private boolean isHead(XSSFCell cell) {
        for (int up = 0; up <= HEAD_ROWS && up <= cell.getRowIndex(); up++) {
            var row = cell.getSheet().getRow(cell.getRowIndex() - up);
            if (row != null && isTitle(row)) {
                return true;
            }
        }
        return false;
    }

    /** Whether what stands in a row is for people, by the first cell in it that holds anything. */
    private boolean isTitle(Row row) {
        if (row.getRowNum() != askedRow) {
            askedRow = row.getRowNum();
            isAskedTitle = beginsTitle(row);
        }
        return isAskedTitle;
    }

    private boolean beginsTitle(Row row) {
        int first = firstColumn(row);
        if (first < 0 || row.getCell(first).getCellType() != CellType.STRING) {
            return false;
        }
        return (row.getRowNum() == firstRow ? SHEET : TABLE)
                .matcher(row.getCell(first).getStringCellValue().strip())
                .matches();
    }

    private void measure(XSSFSheet sheet) {
        if (isMeasured) {
            return;
        }
        isMeasured = true;
        boolean isFirst = true;
        for (var row : sheet) {
            int last = lastColumn(row);
            if (isFirst && last >= 0) {
                firstRow = row.getRowNum();
                isFirst = false;
            }
            lastColumn = isTitle(row) ? lastColumn : Math.max(lastColumn, last);
        }
    }

    /** Negative where the row holds nothing. */
    private static int firstColumn(Row row) {
        for (int column = 0; column <= SheetLimits.COLUMNS_MAX; column++) {
            if (!isEmpty(row, column)) {
                return column;
            }
        }
        return -1;
    }

    /** Negative where the row holds nothing. */
    private static int lastColumn(Row row) {
        for (int column = SheetLimits.COLUMNS_MAX; column >= 0; column--) {
            if (!isEmpty(row, column)) {
                return column;
            }
        }
        return -1;
    }
}
