package dev.douane.rules.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/**
 * Files laid out as spreadsheet programs write them by default, element by element: what they add of their own is no reason to refuse a
 * table. The files are written here and not by the programs.
 */
class UsualProgramsTest {
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n";

    private static final String DRAWING =
            "<xdr:wsDr xmlns:xdr='http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing'>%s</xdr:wsDr>";

    /** What spreadsheet programs leave free behind the first header, to write into it later. */
    private static final byte[] ROOM = {0x20, (byte) 0xa2, 8, 0, 0x28, (byte) 0xa0, 4, 0, 0, 0, 0, 0};

    private static final List<String> STRINGS = Workbook.TABLE.stream()
            .flatMap(List::stream)
            .filter(cell -> !cell.isEmpty() && !cell.matches("[0-9]+"))
            .collect(Collectors.toCollection(LinkedHashSet::new))
            .stream()
            .toList();

    private static void read(byte[] xlsx) {
        var sheet = SheetReader.xlsx("t.xlsx", xlsx, true);

        assertThat(sheet.faults()).isEmpty();
        assertThat(sheet.rows())
                .isEqualTo(SheetReader.xlsx("t.xlsx", Workbook.plain().bytes(), true)
                        .rows());
    }

    @Test
    void excel() throws IOException {
        var parts = parts("""
                <worksheet xmlns="%s" xmlns:r="%s" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{00000000-0001-0000-0000-000000000000}">
                <dimension ref="A1:E8"/><sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="6" topLeftCell="A7" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A9" sqref="A9"/></sheetView></sheetViews>
                <sheetFormatPr baseColWidth="10" defaultColWidth="11.42578125" defaultRowHeight="15" x14ac:dyDescent="0.25"/>
                <cols><col min="1" max="1" width="14.5703125" bestFit="1" customWidth="1"/></cols>
                <sheetData>%s</sheetData>
                <autoFilter ref="A6:E8" xr:uid="{00000000-0009-0000-0000-000000000000}"/>
                <phoneticPr fontId="1"/>
                <dataValidations count="1"><dataValidation type="list" allowBlank="1" showInputMessage="1" sqref="B7:B8"><formula1>"summarise,chat"</formula1></dataValidation></dataValidations>
                <pageMargins left="0.7" right="0.7" top="0.78740157499999996" bottom="0.78740157499999996" header="0.3" footer="0.3"/>
                <pageSetup paperSize="9" orientation="portrait" r:id="rId1"/>
                <ignoredErrors><ignoredError sqref="C7" numberStoredAsText="1"/></ignoredErrors>
                <extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list"><x14:formula1><xm:f>$A$1</xm:f></x14:formula1><xm:sqref>C7</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>
                </worksheet>""".formatted(MAIN, RELATIONS, rows("spans=\"1:5\" x14ac:dyDescent=\"0.25\"", "")));
        parts.put(
                "xl/worksheets/_rels/sheet1.xml.rels",
                Workbook.relations("printerSettings", "../printerSettings/printerSettings1.bin"));
        parts.put("xl/printerSettings/printerSettings1.bin", "\u0001\u0002");
        parts.put(
                "docMetadata/LabelInfo.xml",
                "<clbl:labelList xmlns:clbl='http://schemas.microsoft.com/office/2020/mipLabelMetadata'/>");

        read(zip(parts, true));
    }

    @Test
    void libre_office() throws IOException {
        read(zip(
                parts("""
                        <worksheet xmlns="%s" xmlns:r="%s"><sheetPr filterMode="false"><pageSetUpPr fitToPage="false"/></sheetPr><dimension ref="A1:E8"/>
                        <sheetViews><sheetView showFormulas="false" showGridLines="true" showRowColHeaders="true" showZeros="true" rightToLeft="false" tabSelected="true" showOutlineSymbols="true" defaultGridColor="true" view="normal" topLeftCell="A1" colorId="64" zoomScale="100" zoomScaleNormal="100" zoomScalePageLayoutView="100" workbookViewId="0"><selection pane="topLeft" activeCell="A1" activeCellId="0" sqref="A1"/></sheetView></sheetViews>
                        <sheetFormatPr defaultColWidth="11.53515625" defaultRowHeight="12.8" zeroHeight="false" outlineLevelRow="0" outlineLevelCol="0"/>
                        <cols><col collapsed="false" customWidth="true" hidden="false" outlineLevel="0" max="1" min="1" style="0" width="16.2"/></cols>
                        <sheetData>%s</sheetData>
                        <printOptions headings="false" gridLines="false" gridLinesSet="true" horizontalCentered="false" verticalCentered="false"/>
                        <pageMargins left="0.7875" right="0.7875" top="1.05277777777778" bottom="1.05277777777778" header="0.7875" footer="0.7875"/>
                        <pageSetup paperSize="9" scale="100" fitToWidth="1" fitToHeight="1" pageOrder="downThenOver" orientation="portrait" blackAndWhite="false" draft="false" cellComments="none" horizontalDpi="300" verticalDpi="300" copies="1"/>
                        <headerFooter differentFirst="false" differentOddEven="false"><oddHeader>&amp;C&amp;A</oddHeader><oddFooter>&amp;CPage &amp;P</oddFooter></headerFooter></worksheet>""".formatted(
                                MAIN,
                                RELATIONS,
                                rows(
                                        "customFormat=\"false\" ht=\"12.8\" hidden=\"false\" customHeight=\"false\" outlineLevel=\"0\" collapsed=\"false\"",
                                        " t=\"n\""))),
                false));
    }

    @Test
    void google_sheets_which_add_an_empty_drawing() throws IOException {
        var parts = google();
        read(zip(parts, false));

        parts.put("xl/drawings/drawing1.xml", DRAWING.formatted("<xdr:oneCellAnchor/>"));
        assertThat(SheetReader.xlsx("t.xlsx", zip(parts, false), true).faults())
                .singleElement()
                .satisfies(fault ->
                        assertThat(fault.message()).startsWith("holds drawings, which may lie over the cells"));
    }

    @Test
    void google_sheets_which_say_one_height_for_all_rows_those_with_wrapped_cells_too() throws IOException {
        var parts = google();
        parts.computeIfPresent(
                "xl/styles.xml",
                (unused, styles) -> styles.replace(
                        "xfId=\"0\"/></cellXfs>",
                        "xfId=\"0\" applyAlignment=\"1\"><alignment readingOrder=\"0\" shrinkToFit=\"0\" vertical=\"bottom\" wrapText=\"1\"/></xf></cellXfs>"));

        read(zip(parts, false));
    }

    private static Map<String, String> google() {
        var parts = parts("""
                <worksheet xmlns="%s" xmlns:r="%s"><sheetPr><outlinePr summaryBelow="0" summaryRight="0"/></sheetPr><sheetViews><sheetView workbookViewId="0"/></sheetViews>
                <sheetFormatPr customHeight="1" defaultColWidth="12.63" defaultRowHeight="15.75"/><sheetData>%s</sheetData><drawing r:id="rId1"/></worksheet>""".formatted(MAIN, RELATIONS, rows("", "")));
        parts.put("xl/worksheets/_rels/sheet1.xml.rels", Workbook.relations("drawing", "../drawings/drawing1.xml"));
        parts.put("xl/drawings/drawing1.xml", DRAWING.formatted(""));
        return parts;
    }

    private static String rows(String row, String number) {
        var xml = new StringBuilder();
        for (int at = 1; at <= Workbook.TABLE.size(); at++) {
            xml.append("<row r=\"%d\" %s>".formatted(at, row));
            var cells = Workbook.TABLE.get(at - 1);
            for (int column = 0; column < cells.size(); column++) {
                var cell = cells.get(column);
                var place = "%c%d".formatted('A' + column, at);
                xml.append(
                        cell.isEmpty()
                                ? "<c r=\"%s\" s=\"0\"/>".formatted(place)
                                : cell.matches("[0-9]+")
                                        ? "<c r=\"%s\" s=\"0\"%s><v>%s</v></c>".formatted(place, number, cell)
                                        : "<c r=\"%s\" s=\"0\" t=\"s\"><v>%d</v></c>"
                                                .formatted(place, STRINGS.indexOf(cell)));
            }
            xml.append("</row>");
        }
        return xml.toString();
    }

    private static Map<String, String> parts(String sheet) {
        var parts = new LinkedHashMap<String, String>();
        parts.put("[Content_Types].xml", """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="%1$sprinterSettings"/>
                <Override PartName="/xl/workbook.xml" ContentType="%1$ssheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="%1$sworksheet+xml"/>
                <Override PartName="/xl/styles.xml" ContentType="%1$sstyles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="%1$ssharedStrings+xml"/>
                <Override PartName="/xl/drawings/drawing1.xml" ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/></Types>""".formatted(TYPES));
        parts.put(
                "_rels/.rels",
                Workbook.relations("officeDocument", "xl/workbook.xml", "extended-properties", "docProps/app.xml"));
        parts.put(
                "docProps/app.xml",
                "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>A program</Application></Properties>");
        parts.put("xl/workbook.xml", """
                <workbook xmlns="%s" xmlns:r="%s"><workbookPr defaultThemeVersion="166925"/><bookViews><workbookView xWindow="0" yWindow="0" windowWidth="28800" windowHeight="12225"/></bookViews>
                <sheets><sheet name="caps" sheetId="1" state="visible" r:id="rId1"/></sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">caps!$A$6:$E$8</definedName></definedNames><calcPr calcId="191029"/></workbook>""".formatted(MAIN, RELATIONS));
        parts.put(
                "xl/_rels/workbook.xml.rels",
                Workbook.relations(
                        "worksheet",
                        "worksheets/sheet1.xml",
                        "styles",
                        "styles.xml",
                        "sharedStrings",
                        "sharedStrings.xml"));
        parts.put("xl/worksheets/sheet1.xml", HEAD + sheet);
        parts.put("xl/styles.xml", """
                <styleSheet xmlns="%s"><fonts count="2"><font><sz val="11"/><color theme="1"/><name val="Calibri"/><family val="2"/><scheme val="minor"/></font><font><sz val="6"/><name val="Calibri"/></font></fonts>
                <fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
                <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>""".formatted(MAIN));
        parts.put(
                "xl/sharedStrings.xml",
                STRINGS.stream()
                        .map(text -> "<si><t xml:space=\"preserve\">%s</t></si>".formatted(text.replace("&", "&amp;")))
                        .collect(Collectors.joining("", "<sst xmlns=\"%s\">".formatted(MAIN), "</sst>")));
        return parts;
    }

    private static byte[] zip(Map<String, String> parts, boolean withRoom) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (var part : parts.entrySet()) {
                var entry = new ZipEntry(part.getKey());
                if (withRoom && part.getKey().startsWith("[")) {
                    entry.setExtra(ROOM);
                }
                zip.putNextEntry(entry);
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }
}
