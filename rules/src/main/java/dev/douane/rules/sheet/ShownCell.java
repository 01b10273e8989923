package dev.douane.rules.sheet;

import java.math.BigDecimal;
import java.util.Locale;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.apache.poi.ss.util.NumberToTextConverter;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.jspecify.annotations.Nullable;

/** Holds what a cell shows against what it holds. Not safe for use by several threads. */
final class ShownCell {
    private static final int INDENT_MAX = 15;
    private static final int SHRINKS_MAX = 2;

    /** Those of a screen, for letters of the size that widths of columns are counted in. */
    private static final int DIGIT_PIXELS = 7;

    private static final int POINT_PIXELS = 3;
    private static final int RIM_PIXELS = 5;
    private static final int INDENT_PIXELS = 9;

    private final ColumnsXml columns;
    private final DataFormatter formats = new DataFormatter(Locale.ROOT);

    ShownCell(ColumnsXml columns) {
        this.columns = columns;
        formats.setUseCachedValuesForFormulaCells(true);
    }

    /** What people would take for something else, with the way out; null where there is nothing. */
    @Nullable
    String fault(XSSFCell cell, CellType type) {
        var value = switch (type) {
            case NUMERIC -> NumberToTextConverter.toText(cell.getNumericCellValue());
            case STRING -> cell.getStringCellValue();
            case BOOLEAN -> Boolean.toString(cell.getBooleanCellValue());
            default -> null;
        };
        if (value == null) {
            return null;
        }
        var letters = new Letters(cell.getSheet().getWorkbook().getStylesSource());
        var fault = format(cell, type, value, letters);
        if (fault == null) {
            fault = letters.fault(cell);
        }
        if (fault == null && type == CellType.STRING) {
            fault = letters.faultInParts(cell);
        }
        return fault == null ? place(cell, type, value) : fault;
    }

    private @Nullable String format(XSSFCell cell, CellType type, String value, Letters letters) {
        var written = cell.getCellStyle().getDataFormatString();
        var format = new ShownFormat(written == null ? "General" : written);
        if (format.hides(letters.ground(cell), letters.styles().getIndexedColors())
                || (type == CellType.STRING ? format.changesTexts() : format.changesNumbers())
                || (value.equals("0") && type == CellType.NUMERIC && format.hidesZero())) {
            return "the cell has a format (%s) that may show something else than (%s)\nMaybe give it the format General, or Text."
                    .formatted(SheetFault.shortened(String.valueOf(written)), SheetFault.shortened(value));
        }
        return type == CellType.NUMERIC ? number(cell, value, letters) : null;
    }

    private @Nullable String number(XSSFCell cell, String value, Letters letters) {
        var shown = formats.formatCellValue(cell).strip();
        if (!isSameNumber(shown, value)) {
            return "the cell shows (%s), and its value is %s\nMaybe give it the format General, and write what it is to be."
                    .formatted(SheetFault.shortened(shown), value);
        }
        double pixels =
                shown.chars().map(c -> c == '.' ? POINT_PIXELS : DIGIT_PIXELS).sum();
        return pixels * letters.size(cell) + RIM_PIXELS + INDENT_PIXELS * indent(cell) > pixels(cell)
                ? "the cell's column is too narrow for its number (%s), which may be shown rounded\nMaybe widen the column."
                        .formatted(shown)
                : null;
    }

    private static boolean isSameNumber(String shown, String value) {
        try {
            return new BigDecimal(shown).compareTo(new BigDecimal(value)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private double pixels(XSSFCell cell) {
        return DIGIT_PIXELS * columns.width(cell.getColumnIndex() + 1);
    }

    private static long indent(XSSFCell cell) {
        var alignment = cell.getCellStyle().getCoreXf().getAlignment();
        return alignment == null ? 0 : alignment.getIndent();
    }

    /** Where in the cell it stands. */
    private @Nullable String place(XSSFCell cell, CellType type, String value) {
        var style = cell.getCellStyle();
        if (style.getAlignment() == HorizontalAlignment.FILL) {
            return "the cell shows its value over and over\nMaybe align it to the left.";
        }
        if (style.getAlignment() == HorizontalAlignment.CENTER_SELECTION) {
            return "the cell's value is centred across its neighbours, as if they were merged\nMaybe align it to the left.";
        }
        long indent = indent(cell);
        if (indent > INDENT_MAX || (indent > 0 && RIM_PIXELS + INDENT_PIXELS * indent >= pixels(cell))) {
            return "the cell's text is moved in so far that it may not be seen\nMaybe align it to the left.";
        }
        if (style.getShrinkToFit() && DIGIT_PIXELS * value.length() > SHRINKS_MAX * pixels(cell)) {
            return "the cell's text is shrunk to less than half of its size\nMaybe wrap it.";
        }
        return type == CellType.STRING && style.getWrapText() ? lines(cell, value) : null;
    }

    /** A row whose height somebody set shows as many lines as there is room for. */
    private static @Nullable String lines(XSSFCell cell, String value) {
        long lines = value.strip().lines().count();
        var row = cell.getRow().getCTRow();
        double points = cell.getCellStyle().getFont().getFontHeightInPoints();
        return lines > 1 && row.isSetHt() && row.getHt() < lines * points
                ? "the cell holds %d lines, and its row is too low to show them\nMaybe make the row higher."
                        .formatted(lines)
                : null;
    }
}
