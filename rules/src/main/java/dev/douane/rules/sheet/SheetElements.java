package dev.douane.rules.sheet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.xml.stream.XMLStreamReader;

/** Which elements a sheet may be made of, and in which others they stand, so that all programs find the same cells. */
final class SheetElements {
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

    /** What cells are made of: how deep it stands, and in what. */
    private static final Map<String, List<String>> STANDS_IN = Map.of(
            "row", List.of("worksheet", "sheetData"),
            "c", List.of("worksheet", "sheetData", "row"),
            "v", List.of("worksheet", "sheetData", "row", "c"),
            "is", List.of("worksheet", "sheetData", "row", "c"),
            "f", List.of("worksheet", "sheetData", "row", "c"));

    private static final int DEPTH_OF_CELLS = 3;
    private static final String EXTENSIONS = "extLst";

    private final Set<String> seen = new HashSet<>();
    private final List<String> open = new ArrayList<>();
    private String namespace = "";
    private int extensions;

    /** Whether what begins stands in a part that other programs may leave out. */
    boolean isInExtension() {
        return extensions > 0;
    }

    /** @param refuse takes what is wrong */
    void begin(XMLStreamReader xml, int depth, Consumer<String> refuse) {
        var name = xml.getLocalName();
        if (depth == 0) {
            namespace = String.valueOf(xml.getNamespaceURI());
        }
        if (depth <= DEPTH_OF_CELLS) {
            open.subList(Math.min(depth, open.size()), open.size()).clear();
            open.add(name);
        }
        boolean isOther = !HARMLESS.contains(name) || !namespace.equals(xml.getNamespaceURI());
        if (depth == 1 && (isOther || (!seen.add(name) && name.equals("sheetData")))) {
            refuse.accept(
                    "holds %s, which a table of values does not need\nMaybe remove them, or save the values alone in a new file."
                            .formatted(OTHERS.getOrDefault(name, "(" + SheetFault.shortened(name) + ")")));
        }
        if (depth > 1 && extensions == 0 && !namespace.equals(xml.getNamespaceURI())) {
            refuse.accept(
                    "holds (%s), which some programs read and others leave out\nMaybe save it anew with a spreadsheet program."
                            .formatted(SheetFault.shortened(name)));
        }
        var standsIn = extensions > 0 ? null : STANDS_IN.get(name);
        if (standsIn != null
                && (depth != standsIn.size() || !open.subList(0, depth).equals(standsIn))) {
            refuse.accept(
                    "holds (%s) where some programs read it and others do not".formatted(name) + SheetFault.SAVE_ANEW);
        }
        if (extensions > 0 && !HARMLESS_EXTENSIONS.contains(name)) {
            refuse.accept(
                    "holds (%s), which may show cells otherwise than they are\nMaybe save the values alone in a new file."
                            .formatted(SheetFault.shortened(name)));
        }
        extensions += name.equals(EXTENSIONS) ? 1 : 0;
    }

    void end(XMLStreamReader xml) {
        extensions -= xml.getLocalName().equals(EXTENSIONS) ? 1 : 0;
    }
}
