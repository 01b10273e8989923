package dev.douane.rules.sheet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.xssf.model.StylesTable;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFColor;
import org.apache.poi.xssf.usermodel.XSSFFont;
import org.apache.poi.xssf.usermodel.XSSFRichTextString;
import org.jspecify.annotations.Nullable;
import org.openxmlformats.schemas.spreadsheetml.x2006.main.CTColor;
import org.openxmlformats.schemas.spreadsheetml.x2006.main.CTRElt;

/** Whether people read the letters of a cell: their size, their shapes, and their colour on what is behind them. */
record Letters(StylesTable styles) {
    private static final int POINTS_MIN = 5;

    /** Fonts that show signs in place of letters, and the character set of such fonts. */
    private static final Pattern SYMBOLS = Pattern.compile(
            "symbol|(star|open)symbol|wingdings( [23])?|webdings|marlett|mt extra|(itc )?zapf ?dingbats|monotype sorts( 2)?|bookshelf symbol 7|ms (outlook|reference specialty)",
            Pattern.CASE_INSENSITIVE);

    private static final int SYMBOL_CHARSET = 2;

    /** The numbers of colours that stand for those of a window's text and ground. */
    private static final int OF_TEXT = 64;

    private static final int OF_GROUND = 65;

    private static final double SAME = 0.01;

    static boolean isSymbols(String font) {
        return SYMBOLS.matcher(font.strip()).matches();
    }

    /** What is wrong with those of a cell; null where nothing is. */
    @Nullable
    String fault(XSSFCell cell) {
        if (isGradient(cell)) {
            return "the cell lies on a ground that goes from one colour to another\nMaybe give it one colour.";
        }
        return fault(cell.getCellStyle().getFont(), ground(cell));
    }

    /** What is wrong with parts of a cell's text that have a format of their own; null where nothing is. */
    @Nullable
    String faultInParts(XSSFCell cell) {
        double ground = ground(cell);
        for (var part : cell.getRichStringCellValue().getCTRst().getRArray()) {
            var font = part.isSetRPr() ? font(part) : null;
            var fault = font == null ? null : fault(font, ground);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    /** The library looks for the font of the n-th part by going through all in front of it, so each is asked for as the only one. */
    private static @Nullable XSSFFont font(CTRElt part) {
        var alone = new XSSFRichTextString();
        alone.getCTRst().addNewR().set(part);
        return alone.getFontOfFormattingRun(0);
    }

    private @Nullable String fault(XSSFFont font, double ground) {
        if (font.getStrikeout()) {
            return "the cell holds text that is struck through, and counts all the same\nMaybe remove it.";
        }
        if (font.getFontHeightInPoints() < POINTS_MIN) {
            return "the cell holds letters that are too small to be seen\nMaybe make them larger.";
        }
        if (font.getTypeOffset() != Font.SS_NONE) {
            return "the cell holds letters above or below the line, and counts them as if they stood on it\nMaybe write them on the line.";
        }
        var written = font.getCTFont();
        boolean isOfSymbols =
                Arrays.stream(written.getCharsetArray()).anyMatch(charset -> charset.getVal() == SYMBOL_CHARSET);
        if (isOfSymbols || isSymbols(font.getFontName())) {
            return "the cell has a font (%s) that shows signs in place of letters\nMaybe take another font."
                    .formatted(SheetFault.shortened(font.getFontName()));
        }
        double colour = lightness(written.sizeOfColorArray() == 0 ? null : written.getColorArray(0), Contrast.BLACK);
        return Contrast.isSeen(colour, ground)
                ? null
                : "the cell holds text in the colour of what is behind it, or in one like it\nMaybe change the colour.";
    }

    /** How large those of a cell are, beside those that widths of columns are counted in: one or more. */
    double size(XSSFCell cell) {
        var fonts = styles.getFonts();
        double usual = fonts.isEmpty() ? 0 : fonts.getFirst().getFontHeight();
        return usual > 0 ? Math.max(1, cell.getCellStyle().getFont().getFontHeight() / usual) : 1;
    }

    private boolean isGradient(XSSFCell cell) {
        var fills = styles.getFills();
        int fill = (int) cell.getCellStyle().getCoreXf().getFillId();
        return fill < fills.size() && fills.get(fill).getCTFill().isSetGradientFill();
    }

    /**
     * How light it is behind a cell: between both colours of a pattern, by how much there is of each. Few programs ask whether the style says
     * that its ground counts, so it does.
     */
    double ground(XSSFCell cell) {
        var fills = styles.getFills();
        int fill = (int) cell.getCellStyle().getCoreXf().getFillId();
        var pattern = fill < fills.size() ? fills.get(fill).getCTFill().getPatternFill() : null;
        double share = pattern == null ? 0 : share(String.valueOf(pattern.getPatternType()));
        if (pattern == null || share == 0) {
            return Contrast.lightness(Contrast.WHITE);
        }
        double first = lightness(pattern.getFgColor(), Contrast.BLACK);
        return share == 1 ? first : share * first + (1 - share) * lightness(pattern.getBgColor(), Contrast.WHITE);
    }

    /** How much of a pattern is in its first colour. */
    private static double share(String pattern) {
        return switch (pattern) {
            case "null", "none" -> 0;
            case "solid" -> 1;
            case "darkGray" -> 0.75;
            case "gray125" -> 0.125;
            case "gray0625" -> 0.0625;
            default -> pattern.startsWith("light") ? 0.25 : 0.5;
        };
    }

    /** How light a colour is; not a number where it is not known, or said in several ways that differ. */
    private double lightness(@Nullable CTColor colour, byte[] automatic) {
        if (colour == null) {
            return Contrast.lightness(automatic);
        }
        var ways = new ArrayList<Double>();
        if (colour.isSetAuto() && colour.getAuto()) {
            ways.add(Contrast.lightness(automatic));
        }
        if (colour.isSetIndexed()) {
            ways.add(indexed(colour.getIndexed()));
        }
        if (colour.isSetRgb()) {
            var alone = (CTColor) colour.copy();
            if (alone.isSetTheme()) {
                alone.unsetTheme();
            }
            ways.add(lightness(XSSFColor.from(alone, styles.getIndexedColors())));
        }
        if (colour.isSetTheme()) {
            var alone = (CTColor) colour.copy(); // the library writes what the theme says into it
            if (alone.isSetRgb()) {
                alone.unsetRgb();
            }
            ways.add(lightness(XSSFColor.from(alone, styles.getIndexedColors())));
        }
        if (ways.isEmpty()) {
            return Contrast.lightness(automatic);
        }
        double first = ways.getFirst();
        return ways.stream().allMatch(way -> Math.abs(way - first) < SAME) ? first : Double.NaN;
    }

    private double indexed(long number) {
        if (number == OF_TEXT || number == OF_GROUND) {
            return Contrast.lightness(number == OF_TEXT ? Contrast.BLACK : Contrast.WHITE);
        }
        return Contrast.lightness(styles.getIndexedColors().getRGB((int) number));
    }

    private double lightness(XSSFColor colour) {
        if (colour.isThemed() && styles.getTheme() != null) {
            styles.getTheme().inheritFromThemeAsRequired(colour);
        }
        var rgb = colour.getRGBWithTint();
        // without the part that says so, the first two colours of a theme are those of paper and ink
        return rgb == null && colour.isThemed() && colour.getTheme() < 2
                ? Contrast.lightness(colour.getTheme() == 0 ? Contrast.WHITE : Contrast.BLACK)
                : Contrast.lightness(rgb);
    }
}
