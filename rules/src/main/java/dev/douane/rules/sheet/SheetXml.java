package dev.douane.rules.sheet;

import dev.douane.rules.drl.Place;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.OverLimit;
import dev.douane.rules.limits.Work;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a sheet's markup before its cells are kept: how many there are and how much they show, whether they stand in one order and
 * hold one value each, and whether people see them where and as they stand.
 */
final class SheetXml {
    private static final Pattern CELL = Pattern.compile("([A-Z]{1,3})([1-9][0-9]{0,6})");

    private static final int DEPTH_OF_VALUES = 4;

    /** Lower rows show a part of their letters; what is no number shows nothing. */
    private static final double HEIGHT_MIN_POINTS = 8;

    private final String file;
    private final boolean asShown;
    private final SharedTexts texts;
    private final Work cells;
    private final Work shown;
    private final List<SheetFault> faults;
    private final ColumnsXml columns = new ColumnsXml();
    private final SheetElements elements = new SheetElements();
    private String viewBegins = "";
    private int row;
    private boolean isRowHidden;
    private boolean isRowMisplaced;
    private boolean areRowsLow;
    private int column;
    private @Nullable CellXml cell;

    /**
     * @param asShown whether what people do not see as it is read is noted; cells are always counted
     * @param cells counts cells and rows ({@link Limit#SHEET_CELLS})
     * @param shown counts what they show ({@link Limit#SHEET_TEXTS})
     */
    SheetXml(String file, boolean asShown, SharedTexts texts, Work cells, Work shown, List<SheetFault> faults) {
        this.file = file;
        this.asShown = asShown;
        this.texts = texts;
        this.cells = cells;
        this.shown = shown;
        this.faults = faults;
    }

    /** What was said of its columns. */
    ColumnsXml columns() {
        return columns;
    }

    void look(byte[] sheet) throws XMLStreamException {
        var xml = Markup.read(sheet);
        try {
            int depth = 0;
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                    elements.end(xml);
                }
                follow(xml, event, depth);
                if (event == XMLStreamConstants.START_ELEMENT) {
                    begin(xml, depth++);
                }
            }
        } catch (OverLimit e) {
            faults.add(new SheetFault(at(1), SheetFault.Kind.LIMIT, "the sheet " + e.getMessage()));
        }
    }

    /** Has the cell that is open, if one is, take what stands in it. */
    private void follow(XMLStreamReader xml, int event, int depth) {
        var followed = cell;
        if (followed == null) {
            return;
        }
        if (event != XMLStreamConstants.END_ELEMENT || depth >= DEPTH_OF_VALUES) {
            followed.take(xml, event);
            return;
        }
        cell = null;
        shown.spend(followed.weight());
        var fault = followed.fault();
        if (fault != null) {
            refuse(at(Math.max(1, column)), fault);
        }
    }

    private void begin(XMLStreamReader xml, int depth) {
        elements.begin(xml, depth, message -> refuse(whole(), message));
        switch (xml.getLocalName()) {
            case "sheetView" -> view(xml);
            case "pane" -> pane(xml);
            case "sheetFormatPr" -> format(xml);
            case "col" -> column(xml);
            case "row" -> row(xml);
            case "c" -> cell(xml, depth);
            case "v", "is", "f" -> content();
            case "filterColumn" -> refuse(whole(), "has a filter that is set, which hides rows\nMaybe clear it.");
            case "mergeCell" -> merged(Markup.attribute(xml, "ref"));
            default -> {}
        }
    }

    private void view(XMLStreamReader xml) {
        viewBegins = Markup.attribute(xml, "topLeftCell");
        if (Markup.isTrue(xml, "showFormulas")) {
            refuse(whole(), "shows formulas in place of values\nMaybe show values.");
        }
        if (Markup.attribute(xml, "showZeros").matches("0|false")) {
            refuse(whole(), "shows nothing where a zero stands\nMaybe show zeros.");
        }
    }

    /** What a view begins with cannot be scrolled away from where it is frozen. */
    private void pane(XMLStreamReader xml) {
        if (Markup.attribute(xml, "state").startsWith("frozen") && !viewBegins.matches("|A1")) {
            refuse(
                    whole(),
                    "is frozen at cell (%s), so that what is above and left of it cannot be seen\nMaybe freeze it again from cell A1."
                            .formatted(SheetFault.shortened(viewBegins)));
        }
    }

    private void format(XMLStreamReader xml) {
        areRowsLow = !(Markup.number(xml, "defaultRowHeight", HEIGHT_MIN_POINTS) >= HEIGHT_MIN_POINTS);
        if (Markup.isTrue(xml, "zeroHeight")) {
            refuse(whole(), "hides all rows that do not say otherwise\nMaybe show them.");
        }
        if (!columns.usual(xml)) {
            refuse(whole(), "has columns without width\nMaybe widen them.");
        }
    }

    private void column(XMLStreamReader xml) {
        if (!columns.some(xml)) {
            refuse(
                    whole(),
                    "says twice, or not in their order, how its columns look: programs differ in what they make of it"
                            + SheetFault.SAVE_ANEW);
        }
    }

    private void row(XMLStreamReader xml) {
        cells.spend(1);
        var written = Markup.attribute(xml, "r");
        int next = written.isEmpty() ? row + 1 : written.matches("[1-9][0-9]{0,6}") ? Integer.parseInt(written) : 0;
        isRowMisplaced = next <= row;
        if (isRowMisplaced) {
            refuse(
                    at(1),
                    "row (%s) stands behind row (%d): programs differ in what they make of it\nMaybe save it anew with a spreadsheet program."
                            .formatted(SheetFault.shortened(written), row));
        }
        row = Math.max(row, next);
        column = 0;
        // a height of its own that is not said is none to some programs
        double usual = areRowsLow || Markup.isTrue(xml, "customHeight") ? 0 : HEIGHT_MIN_POINTS;
        isRowHidden = Markup.isTrue(xml, "hidden") || !(Markup.number(xml, "ht", usual) >= HEIGHT_MIN_POINTS);
    }

    private void cell(XMLStreamReader xml, int depth) {
        cells.spend(1);
        cell = depth == DEPTH_OF_VALUES - 1 ? new CellXml(xml, texts) : cell;
        var written = Markup.attribute(xml, "r");
        int next = column + 1;
        if (!written.isEmpty()) {
            var name = CELL.matcher(written);
            next = name.matches() && Integer.parseInt(name.group(2)) == row ? number(name.group(1)) : 0;
        }
        if (next <= column && !isRowMisplaced) {
            refuse(
                    at(Math.max(1, column)),
                    "cell (%s) stands in row (%d) behind column (%d): programs differ in what they make of it\nMaybe save it anew with a spreadsheet program."
                            .formatted(SheetFault.shortened(written), row, column));
        }
        column = Math.max(column, next);
    }

    private void content() {
        if (elements.isInExtension()) {
            return;
        }
        if (isRowHidden) {
            isRowHidden = false; // once a row
            refuse(at(1), "the row is hidden, or too low to be seen\nMaybe show it, or remove it.");
        }
        if (columns.isNewlyHidden(column)) {
            refuse(at(column), "the column is hidden, or too narrow to be seen\nMaybe show it, or remove it.");
        }
    }

    private void merged(String range) {
        var first = CELL.matcher(range.replaceFirst(":.*", ""));
        var place =
                first.matches() ? new Place(file, Integer.parseInt(first.group(2)), number(first.group(1))) : whole();
        refuse(
                place,
                "the cells (%s) are merged: people see one value for all of them, and only the first holds it\nMaybe take them apart, and write the value into each."
                        .formatted(SheetFault.shortened(range)));
    }

    /** A is 1, Z is 26, AA is 27. */
    private static int number(String letters) {
        return letters.chars().reduce(0, (sum, letter) -> sum * 26 + letter - 'A' + 1);
    }

    private Place at(int atColumn) {
        return new Place(file, Math.max(1, row), atColumn);
    }

    private Place whole() {
        return new Place(file, 1, 1);
    }

    private void refuse(Place place, String message) {
        if (asShown) {
            faults.add(new SheetFault(place, SheetFault.Kind.SPREADSHEET, message));
        }
    }
}
