package dev.douane.rules.sheet;

import java.text.Bidi;
import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.jspecify.annotations.Nullable;

/** Holds a cell's text against the room there is for it, and against the direction that it is read in. Not safe for use by several threads. */
final class ShownText {
    private static final double RIM_PIXELS = 5;

    /** Heights are in points. */
    private static final double PIXEL_POINTS = 0.75;

    /** How a cell says that it is read from left to right, and from right to left; else its text says so. */
    private static final long TO_RIGHT = 1;

    private static final long TO_LEFT = 2;

    private static final int UPRIGHT = 90;

    /** Numbers behind those of 90 degrees are angles downwards; the largest is for letters below each other. */
    private static final int DOWNWARDS = 180;

    private final RunOver runOver;

    ShownText(ColumnsXml columns) {
        this.runOver = new RunOver(columns);
    }

    /**
     * What is wrong, with the way out; null where nothing is.
     *
     * @param pixels how wide its column is
     * @param size of its letters, 1 for the usual one
     */
    @Nullable
    String fault(XSSFCell cell, String value, double pixels, double size) {
        var shown = shown(cell, value);
        if (isTurned(shown, value)) {
            return "the cell is read in the other direction than its text, so that it shows its parts the other way round\nMaybe let the text say its direction.";
        }
        var style = cell.getCellStyle();
        if (style.getRotation() != 0) {
            return standing(cell, value, size);
        }
        double room = pixels - RIM_PIXELS;
        if (isWrapped(cell)) {
            return lines(cell, value.strip(), room, size);
        }
        return style.getShrinkToFit()
                ? null
                : runOver.fault(cell, value.stripTrailing(), shown.baseIsLeftToRight(), room, size);
    }

    /** How a text is laid out: as its cell says, or else by its first letter that has a direction, or else as its sheet. */
    private static Bidi shown(XSSFCell cell, String value) {
        long order = CellAlignment.readingOrder(cell);
        if (order == TO_RIGHT || order == TO_LEFT) {
            return new Bidi(value, order == TO_LEFT ? Bidi.DIRECTION_RIGHT_TO_LEFT : Bidi.DIRECTION_LEFT_TO_RIGHT);
        }
        return new Bidi(
                value,
                cell.getSheet().isRightToLeft()
                        ? Bidi.DIRECTION_DEFAULT_RIGHT_TO_LEFT
                        : Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
    }

    /** One word or number is the same in both directions. */
    private static boolean isTurned(Bidi shown, String value) {
        return shown.getRunCount() > 1
                && shown.baseIsLeftToRight()
                        != new Bidi(value, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
    }

    private static boolean isWrapped(XSSFCell cell) {
        var alignment = CellAlignment.horizontal(cell);
        return cell.getCellStyle().getWrapText()
                || alignment == HorizontalAlignment.JUSTIFY
                || alignment == HorizontalAlignment.DISTRIBUTED;
    }

    /** What stands upright or aslant has room in the height of its row. */
    private static @Nullable String standing(XSSFCell cell, String value, double size) {
        var row = cell.getRow().getCTRow();
        int rotation = cell.getCellStyle().getRotation();
        int degrees = rotation > DOWNWARDS ? UPRIGHT : rotation > UPRIGHT ? rotation - UPRIGHT : rotation;
        double points =
                RunOver.AT_LEAST * size * TextWidth.of(value) * PIXEL_POINTS * Math.sin(Math.toRadians(degrees));
        return row.isSetHt() && points > row.getHt()
                ? "the cell's text stands upright, and its row is too low to show it\nMaybe make the row higher, or lay the text down."
                : null;
    }

    /**
     * A row whose height is said shows as many lines as there is room for. Some programs say a height for all rows that have none of their own,
     * and let each grow with what its columns make of its texts; then the lines that somebody wrote are counted alone.
     */
    private static @Nullable String lines(XSSFCell cell, String value, double room, double size) {
        var row = cell.getRow().getCTRow();
        var usual = cell.getSheet().getCTWorksheet().getSheetFormatPr();
        if (!row.isSetHt() && (usual == null || !usual.getCustomHeight())) {
            return null; // becomes as high as it has to
        }
        double height = row.isSetHt() ? row.getHt() : usual.getDefaultRowHeight();
        long lines = row.isSetHt()
                ? TextWidth.lines(value, room / RunOver.AT_LEAST, size)
                : value.lines().count();
        double points = cell.getCellStyle().getFont().getFontHeightInPoints();
        return lines > 1 && height < lines * points
                ? "the cell holds %d lines, and its row is too low to show them\nMaybe make the row higher."
                        .formatted(lines)
                : null;
    }
}
