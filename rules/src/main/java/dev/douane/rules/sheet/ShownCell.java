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

    /** Those of a screen. */
    private static final int POINT_PIXELS = 3;

    private static final int RIM_PIXELS = 5;
    private static final int INDENT_PIXELS = 9;

    private final ColumnsXml columns;
    private final ShownText texts;
    private final DataFormatter formats = new DataFormatter(Locale.ROOT);

    ShownCell(ColumnsXml columns) {
        this.columns = columns;
        this.texts = new ShownText(columns);
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
        return fault == null ? place(cell, type, value, letters) : fault;
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
        double pixels = shown.chars()
                .map(c -> c == '.' ? POINT_PIXELS : ColumnsXml.DIGIT_PIXELS)
                .sum();
        return pixels * letters.size(cell) + RIM_PIXELS + INDENT_PIXELS * CellAlignment.indent(cell) > pixels(cell)
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
        return columns.pixels(cell.getColumnIndex() + 1);
    }

    /** Where in the cell it stands. */
    private @Nullable String place(XSSFCell cell, CellType type, String value, Letters letters) {
        var style = cell.getCellStyle();
        var alignment = CellAlignment.horizontal(cell);
        if (alignment == HorizontalAlignment.FILL) {
            return "the cell shows its value over and over\nMaybe align it to the left.";
        }
        if (alignment == HorizontalAlignment.CENTER_SELECTION) {
            return "the cell's value is centred across its neighbours, as if they were merged\nMaybe align it to the left.";
        }
        long indent = CellAlignment.indent(cell);
        if (indent > INDENT_MAX || (indent > 0 && RIM_PIXELS + INDENT_PIXELS * indent >= pixels(cell))) {
            return "the cell's text is moved in so far that it may not be seen\nMaybe align it to the left.";
        }
        if (style.getShrinkToFit() && ColumnsXml.DIGIT_PIXELS * value.length() > SHRINKS_MAX * pixels(cell)) {
            return "the cell's text is shrunk to less than half of its size\nMaybe wrap it.";
        }
        return type == CellType.STRING
                ? texts.fault(cell, value, pixels(cell) - INDENT_PIXELS * indent, letters.size(cell))
                : null;
    }
}
