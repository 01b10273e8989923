package dev.douane.rules.sheet;

import dev.douane.rules.drl.Place;
import dev.douane.rules.limits.OverLimit;
import dev.douane.rules.limits.Work;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Goes through a sheet's markup before its cells are kept: how many there are, whether they stand in one order, and whether people see them
 * where and as they stand.
 */
final class SheetXml {
    /** What a sheet holds that shows its cells as they are: layout, printing, protection, and what may be typed in. */
    private static final Set<String> HARMLESS = Set.of(
            "sheetPr",
            "dimension",
            "sheetViews",
            "sheetFormatPr",
            "cols",
            "sheetData",
            "sheetCalcPr",
            "sheetProtection",
            "protectedRanges",
            "autoFilter",
            "sortState",
            "mergeCells",
            "phoneticPr",
            "dataValidations",
            "hyperlinks",
            "printOptions",
            "pageMargins",
            "pageSetup",
            "headerFooter",
            "rowBreaks",
            "colBreaks",
            "cellWatches",
            "ignoredErrors",
            "drawing",
            "extLst");

    private static final Set<String> HARMLESS_EXTENSIONS =
            Set.of("extLst", "ext", "dataValidations", "dataValidation", "formula1", "formula2", "f", "sqref");

    private static final Map<String, String> OTHERS = Map.of(
            "conditionalFormatting", "formats that depend on values (conditional formatting)",
            "legacyDrawing", "comments or drawings",
            "tableParts", "tables of a spreadsheet program");

    private static final Pattern CELL = Pattern.compile("([A-Z]{1,3})([1-9][0-9]{0,6})");

    /** Less than that is not seen; what is no number is not either. */
    private static final double HEIGHT_MIN_POINTS = 3;

    private static final double WIDTH_MIN_CHARACTERS = 0.5;
    private static final int COLUMNS_MAX = 16_384;

    private final String file;
    private final boolean asShown;
    private final List<SheetFault> faults;
    private final Work work;
    private final BitSet hiddenColumns = new BitSet();
    private final Set<String> seen = new HashSet<>();
    private String namespace = "";
    private String viewBegins = "";
    private int row;
    private boolean isRowHidden;
    private boolean isRowMisplaced;
    private boolean areRowsLow;
    private int column;
    private int inExtensions;

    /** @param asShown whether what people do not see as it is read is noted; cells are always counted */
    SheetXml(String file, boolean asShown, Work work, List<SheetFault> faults) {
        this.file = file;
        this.asShown = asShown;
        this.work = work;
        this.faults = faults;
    }

    void look(byte[] sheet) throws XMLStreamException {
        var xml = Markup.read(sheet);
        try {
            int depth = 0;
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    begin(xml, depth++);
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                    inExtensions -= xml.getLocalName().equals("extLst") ? 1 : 0;
                }
            }
        } catch (OverLimit e) {
            faults.add(new SheetFault(at(1), SheetFault.Kind.LIMIT, "the sheet " + e.getMessage()));
        }
    }

    private void begin(XMLStreamReader xml, int depth) {
        var name = xml.getLocalName();
        if (depth == 0) {
            namespace = String.valueOf(xml.getNamespaceURI());
        }
        boolean isOther = !HARMLESS.contains(name) || !namespace.equals(xml.getNamespaceURI());
        if (depth == 1 && (isOther || (!seen.add(name) && name.equals("sheetData")))) {
            refuse(
                    whole(),
                    "holds %s, which a table of values does not need\nMaybe remove them, or save the values alone in a new file."
                            .formatted(OTHERS.getOrDefault(name, "(" + SheetFault.shortened(name) + ")")));
        }
        if (depth > 1 && inExtensions == 0 && !namespace.equals(xml.getNamespaceURI())) {
            refuse(
                    whole(),
                    "holds (%s), which some programs read and others leave out\nMaybe save it anew with a spreadsheet program."
                            .formatted(SheetFault.shortened(name)));
        }
        if (inExtensions > 0 && !HARMLESS_EXTENSIONS.contains(name)) {
            refuse(
                    whole(),
                    "holds (%s), which may show cells otherwise than they are\nMaybe save the values alone in a new file."
                            .formatted(SheetFault.shortened(name)));
        }
        switch (name) {
            case "extLst" -> inExtensions++;
            case "sheetView" -> view(xml);
            case "pane" -> pane(xml);
            case "sheetFormatPr" -> format(xml);
            case "col" -> column(xml);
            case "row" -> row(xml);
            case "c" -> cell(xml);
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
        if (!(Markup.number(xml, "defaultColWidth", 1) >= WIDTH_MIN_CHARACTERS)) {
            refuse(whole(), "has columns without width\nMaybe widen them.");
        }
    }

    private void column(XMLStreamReader xml) {
        double usual = Markup.isTrue(xml, "customWidth") ? 0 : 1;
        if (Markup.isTrue(xml, "hidden") || !(Markup.number(xml, "width", usual) >= WIDTH_MIN_CHARACTERS)) {
            int from = (int) Math.clamp(Markup.number(xml, "min", 1), 1, COLUMNS_MAX);
            int to = (int) Math.clamp(Markup.number(xml, "max", COLUMNS_MAX), from, COLUMNS_MAX);
            hiddenColumns.set(from, to + 1);
        }
    }

    private void row(XMLStreamReader xml) {
        work.spend(1);
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

    private void cell(XMLStreamReader xml) {
        work.spend(1);
        var written = Markup.attribute(xml, "r");
        int next = column + 1;
        if (!written.isEmpty()) {
            var cell = CELL.matcher(written);
            next = cell.matches() && Integer.parseInt(cell.group(2)) == row ? number(cell.group(1)) : 0;
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
        if (inExtensions > 0) {
            return;
        }
        if (isRowHidden) {
            isRowHidden = false; // once a row
            refuse(at(1), "the row is hidden, or too low to be seen\nMaybe show it, or remove it.");
        }
        if (hiddenColumns.get(column)) {
            hiddenColumns.clear(column); // once a column
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
