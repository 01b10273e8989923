package dev.douane.rules.sheet;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.apache.poi.ss.util.NumberToTextConverter;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFColor;
import org.apache.poi.xssf.usermodel.XSSFFont;
import org.jspecify.annotations.Nullable;

/** Holds what a cell shows against what it holds. Not safe for use by several threads. */
final class ShownCell {
    private static final byte[] BLACK = {0, 0, 0};
    private static final byte[] WHITE = {-1, -1, -1};
    private static final int POINTS_MIN = 4;
    private static final int INDENT_MAX = 15;
    private static final Pattern WHITE_FORMAT = Pattern.compile("\\[ *(white|color *2) *]", Pattern.CASE_INSENSITIVE);

    /** Formats of positive and negative numbers, of zeros, and of texts. */
    private static final int FORMATS_WITH_TEXT = 4;

    private final DataFormatter formats = new DataFormatter(Locale.ROOT);

    ShownCell() {
        formats.setUseCachedValuesForFormulaCells(true);
    }

    /** What people would take for something else, with the way out; null where there is nothing. */
    @Nullable
    String fault(XSSFCell cell, CellType type) {
        var style = cell.getCellStyle();
        var shown = switch (type) {
            case NUMERIC -> number(cell, style);
            case STRING -> text(cell.getStringCellValue(), style);
            case BOOLEAN -> text(Boolean.toString(cell.getBooleanCellValue()), style);
            default -> null;
        };
        return shown == null ? look(cell, style, type) : shown;
    }

    private @Nullable String number(XSSFCell cell, XSSFCellStyle style) {
        var value = NumberToTextConverter.toText(cell.getNumericCellValue());
        if (hidesSome(style.getDataFormatString())) {
            return format(value, style);
        }
        var shown = formats.formatCellValue(cell).strip();
        return isSameNumber(shown, value)
                ? null
                : "the cell shows (%s), and its value is %s\nMaybe give it the format General, and write what it is to be."
                        .formatted(SheetFault.shortened(shown), value);
    }

    private static boolean isSameNumber(String shown, String value) {
        try {
            return new BigDecimal(shown).compareTo(new BigDecimal(value)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** A format has a part for texts, which may show another one. */
    private static @Nullable String text(String text, XSSFCellStyle style) {
        var format = String.valueOf(style.getDataFormatString());
        boolean isPlain = format.equals("General") || format.equals("@");
        boolean hasText = format.contains("@") || format.split(";", -1).length >= FORMATS_WITH_TEXT;
        return hidesSome(format) || (hasText && !isPlain) ? format(text, style) : null;
    }

    /** A part of a format that says nothing shows nothing, and white on paper is nothing too. */
    private static boolean hidesSome(@Nullable String format) {
        return format != null
                && (Arrays.stream(format.split(";", -1)).anyMatch(String::isBlank)
                        || WHITE_FORMAT.matcher(format).find());
    }

    private static String format(String value, XSSFCellStyle style) {
        return "the cell has a format (%s) that may show something else than (%s)\nMaybe give it the format General, or Text."
                .formatted(SheetFault.shortened(style.getDataFormatString()), SheetFault.shortened(value));
    }

    private static @Nullable String look(XSSFCell cell, XSSFCellStyle style, CellType type) {
        if (style.getAlignment() == HorizontalAlignment.FILL) {
            return "the cell shows its value over and over\nMaybe align it to the left.";
        }
        if (style.getIndention() > INDENT_MAX) {
            return "the cell's text is moved in so far that it may not be seen\nMaybe align it to the left.";
        }
        var ground = ground(style);
        var fault = font(style.getFont(), ground);
        if (fault != null || type != CellType.STRING) {
            return fault;
        }
        var text = cell.getRichStringCellValue();
        return IntStream.range(0, text.numFormattingRuns())
                .mapToObj(text::getFontOfFormattingRun)
                .map(font -> font == null ? null : font(font, ground))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String font(XSSFFont font, byte @Nullable [] ground) {
        if (font.getStrikeout()) {
            return "the cell holds text that is struck through, and counts all the same\nMaybe remove it.";
        }
        if (font.getFontHeightInPoints() < POINTS_MIN) {
            return "the cell holds letters that are too small to be seen\nMaybe make them larger.";
        }
        var colour = rgb(font.getXSSFColor(), BLACK);
        return ground != null && Arrays.equals(colour, ground)
                ? "the cell holds text in the colour of what is behind it\nMaybe change the colour."
                : null;
    }

    /** The colour behind the text; null where it is a pattern, or not known. */
    private static byte @Nullable [] ground(XSSFCellStyle style) {
        return switch (style.getFillPattern()) {
            case FillPatternType.NO_FILL -> WHITE;
            case FillPatternType.SOLID_FOREGROUND -> rgb(style.getFillForegroundXSSFColor(), WHITE);
            default -> null;
        };
    }

    private static byte @Nullable [] rgb(@Nullable XSSFColor colour, byte[] automatic) {
        if (colour == null || colour.isAuto()) {
            return automatic;
        }
        var tinted = colour.getRGBWithTint();
        var rgb = tinted == null ? colour.getRGB() : tinted;
        // without the part that says so, the first two colours of a theme are those of paper and ink
        return rgb == null && colour.isThemed() && colour.getTheme() < 2
                ? (colour.getTheme() == 0 ? WHITE : BLACK)
                : rgb;
    }
}
