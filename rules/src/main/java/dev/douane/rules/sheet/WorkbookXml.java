package dev.douane.rules.sheet;

import dev.douane.rules.drl.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Looks for the one sheet of a workbook. Every program must find the same one, and the same texts, so each part is named once and by its usual name. */
final class WorkbookXml {
    private static final String WORKBOOK = "xl/workbook.xml";
    private static final Pattern SHEET = Pattern.compile("xl/worksheets/sheet[0-9]+\\.xml");

    private static final Pattern DRAWING = Pattern.compile("xl/drawings/drawing[0-9]+\\.xml");

    /** What relations of a workbook may point at, by the end of their type. */
    private static final Map<String, Pattern> TARGETS = Map.of(
            "/officeDocument", Pattern.compile(WORKBOOK),
            "/worksheet", SHEET,
            "/sharedStrings", Pattern.compile("xl/sharedStrings\\.xml"),
            "/styles", Pattern.compile("xl/styles\\.xml"),
            "/theme", Pattern.compile("xl/theme/theme[0-9]*\\.xml"),
            "/drawing", DRAWING,
            "/printerSettings", Pattern.compile("xl/printerSettings/printerSettings[0-9]+\\.bin"));

    /** What the first two colours of a theme are to programs that take them from the window they show it in. */
    private static final Map<String, String> OF_WINDOWS = Map.of("window", "FFFFFF", "windowText", "000000");

    private final SortedMap<String, byte[]> parts;
    private final SharedTexts texts;
    private final Place place;
    private final List<SheetFault> faults;
    private boolean isToBeWorkedOut;
    private boolean areFormulasRepeated;
    private final DefinedNames names = new DefinedNames();

    WorkbookXml(SortedMap<String, byte[]> parts, SharedTexts texts, Place place, List<SheetFault> faults) {
        this.parts = parts;
        this.texts = texts;
        this.place = place;
        this.faults = faults;
    }

    /** Notes what is wrong: that there is no sheet, or that more than one could be meant. */
    void look() throws XMLStreamException {
        relations("_rels/.rels", "");
        var sheet = relations("xl/_rels/workbook.xml.rels", "xl/");
        for (var part : parts.keySet()) {
            if (part.startsWith("xl/worksheets/_rels/") && part.endsWith(".rels")) {
                relations(part, "xl/worksheets/");
            }
        }
        sheets();
        themes();
        if (!texts.isInOneOrder()) {
            refuse("holds texts that some programs read and others leave out" + SheetFault.SAVE_ANEW);
        }
        var sheets = parts.keySet().stream()
                .filter(part -> SHEET.matcher(part).matches())
                .toList();
        if (faults.isEmpty() && !sheets.equals(List.of(sheet))) {
            refuse(
                    "has %d files of sheets, and (%s) is the one that it names\nMaybe save it anew with a spreadsheet program."
                            .formatted(sheets.size(), SheetFault.shortened(sheet)));
        }
    }

    /** Whether its formulas count for nothing until a program has worked them out: what stands beside them was never shown. */
    boolean isToBeWorkedOut() {
        return isToBeWorkedOut;
    }

    /** Why a formula of it comes to something else each time it is worked out, whatever it asks itself; null where nothing is known. */
    @Nullable
    String whyChanging(String formula) {
        return areFormulasRepeated ? "formulas that ask for themselves" : names.whyChanging(formula);
    }

    private void themes() throws XMLStreamException {
        for (var part : parts.keySet()) {
            if (!part.startsWith("xl/theme/") || !part.endsWith(".xml")) {
                continue;
            }
            var xml = Markup.read(parts.get(part));
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    theme(xml);
                }
            }
        }
    }

    private void theme(XMLStreamReader xml) {
        var last = Markup.attribute(xml, "lastClr");
        if (xml.getLocalName().equals("sysClr")
                && !last.isEmpty()
                && !last.equalsIgnoreCase(OF_WINDOWS.getOrDefault(Markup.attribute(xml, "val"), last))) {
            refuse("has a theme whose colours differ from program to program\nMaybe take a usual theme.");
        }
        if (xml.getLocalName().equals("latin") && Letters.isSymbols(Markup.attribute(xml, "typeface"))) {
            refuse("has a theme whose letters are symbols\nMaybe take a usual theme.");
        }
    }

    /** Some programs add a drawing to every sheet; with nothing in it, nothing lies over the cells. */
    void refuseDrawings() throws XMLStreamException {
        for (var part : parts.keySet()) {
            if (DRAWING.matcher(part).matches() && elements(parts.get(part)) > 1) {
                refuse(
                        "holds drawings, which may lie over the cells\nMaybe remove them, or save the values alone in a new file.");
            }
        }
    }

    private static int elements(byte[] part) throws XMLStreamException {
        var xml = Markup.read(part);
        int elements = 0;
        while (xml.hasNext()) {
            elements += xml.next() == XMLStreamConstants.START_ELEMENT ? 1 : 0;
        }
        return elements;
    }

    private void sheets() throws XMLStreamException {
        var xml = Markup.read(parts.getOrDefault(WORKBOOK, new byte[0]));
        int sheets = 0;
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            isToBeWorkedOut |= xml.getLocalName().equals("calcPr") && Markup.isTrue(xml, "fullCalcOnLoad");
            areFormulasRepeated |= xml.getLocalName().equals("calcPr") && Markup.isTrue(xml, "iterate");
            if (xml.getLocalName().equals("definedName")) {
                names.take(Markup.attribute(xml, "name"), xml.getElementText());
                continue; // behind its end
            }
            if (xml.getLocalName().equals("sheet")) {
                sheets++;
                var state = Markup.attribute(xml, "state");
                if (!state.isEmpty() && !state.equals("visible")) {
                    refuse("has a sheet that is hidden\nMaybe show it.");
                }
            }
        }
        if (sheets != 1) {
            refuse("has %d sheets\nMaybe keep one, and no hidden ones.".formatted(sheets));
        }
    }

    /** @return the worksheet among them, empty where there is none */
    private String relations(String part, String folder) throws XMLStreamException {
        var xml = Markup.read(parts.getOrDefault(part, new byte[0]));
        var seen = new HashSet<String>();
        String sheet = "";
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT
                    || !xml.getLocalName().equals("Relationship")) {
                continue;
            }
            var type = Markup.attribute(xml, "Type");
            var kind = type.substring(Math.max(0, type.lastIndexOf('/')));
            var target = target(folder, Markup.attribute(xml, "Target"));
            if (!seen.add(kind) || !seen.add("id " + Markup.attribute(xml, "Id"))) {
                refuse("says twice in (%s) which part is its (%s)".formatted(part, SheetFault.shortened(kind)));
            } else if (TARGETS.containsKey(kind)
                    && !TARGETS.get(kind).matcher(target).matches()) {
                refuse("says in (%s) that its (%s) is (%s)"
                        .formatted(part, SheetFault.shortened(kind), SheetFault.shortened(target)));
            }
            if (kind.equals("/worksheet")) {
                sheet = target;
            }
        }
        return sheet;
    }

    private static String target(String folder, String written) {
        if (written.startsWith("/")) {
            return written.substring(1);
        }
        return written.startsWith("../") ? "xl/" + written.substring(3) : folder + written;
    }

    private void refuse(String message) {
        faults.add(new SheetFault(place, SheetFault.Kind.SPREADSHEET, message));
    }
}
