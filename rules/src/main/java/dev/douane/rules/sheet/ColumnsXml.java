package dev.douane.rules.sheet;

import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.Work;
import java.util.Arrays;
import java.util.BitSet;
import javax.xml.stream.XMLStreamReader;

/**
 * What a sheet says of its columns. Widths are in digits of the sheet's usual letters, of which 5 of 7 parts of a digit are the rims of a
 * cell.
 */
final class ColumnsXml {
    /** How wide a digit is on a screen, for letters of the size that widths are counted in. */
    static final int DIGIT_PIXELS = 7;

    /** A digit and the rims; less shows nothing of what it holds. */
    private static final double WIDTH_MIN = 1.7;

    private static final double USUAL_WIDTH = 9.140625;
    private static final int COLUMNS_MAX = 16_384;

    private final Work entries = Work.upTo(Limit.SHEET_COLUMNS);
    private final BitSet hidden = new BitSet();
    private final double[] widths = new double[SheetLimits.COLUMNS_MAX + 2];
    private double usual = USUAL_WIDTH;
    private int last;

    ColumnsXml() {
        Arrays.fill(widths, Double.NaN);
    }

    /**
     * Takes what the sheet says of columns that it says nothing else of.
     *
     * @return whether they are seen
     */
    boolean usual(XMLStreamReader xml) {
        usual = Markup.number(xml, "defaultColWidth", USUAL_WIDTH);
        return usual >= WIDTH_MIN && Markup.number(xml, "baseColWidth", USUAL_WIDTH) >= 1;
    }

    /**
     * Takes what it says of some that stand side by side.
     *
     * @return whether they stand behind those it spoke of before
     * @throws dev.douane.rules.limits.OverLimit if it speaks of more than are read ({@link Limit#SHEET_COLUMNS})
     */
    boolean some(XMLStreamReader xml) {
        entries.spend(1);
        double min = Markup.number(xml, "min", 1);
        double max = Markup.number(xml, "max", COLUMNS_MAX);
        boolean isBehind = min > last && max >= min && max <= COLUMNS_MAX;
        int from = (int) Math.clamp(Double.isNaN(min) ? 1 : min, 1, COLUMNS_MAX);
        int to = (int) Math.clamp(Double.isNaN(max) ? COLUMNS_MAX : max, from, COLUMNS_MAX);
        last = Math.max(last, to);
        // a width of its own that is not said is none to some programs
        double width = Markup.number(xml, "width", Markup.isTrue(xml, "customWidth") ? 0 : usual);
        if (Markup.isTrue(xml, "hidden") || !(width >= WIDTH_MIN)) {
            hidden.set(from, to + 1);
        }
        for (int column = from; column <= to && column < widths.length; column++) {
            widths[column] = width;
        }
        return isBehind;
    }

    /** Whether a column is hidden or too narrow, and nobody asked before. */
    boolean isNewlyHidden(int column) {
        boolean is = hidden.get(column);
        hidden.clear(column);
        return is;
    }

    /** @param column from 1 */
    double width(int column) {
        return column >= widths.length || Double.isNaN(widths[column]) ? usual : widths[column];
    }

    /** How wide a column is on a screen; it counts from 1. */
    double pixels(int column) {
        return DIGIT_PIXELS * width(column);
    }
}
