package dev.douane.rules.sheet;

import dev.douane.rules.zip.ZipWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** An XLSX file written part by part, so that a test can say what no library would write. */
public final class Workbook {
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /** What each cell of the table says; empty ones are not written. */
    static final List<List<String>> TABLE = List.of(
            List.of("RuleSet", "caps"),
            List.of("RuleTable Caps"),
            List.of("NAME", "CONDITION", "ACTION", "METADATA", "METADATA"),
            List.of("", "Workload"),
            List.of(
                    "",
                    "task == \"$param\"",
                    "decision.capOutputTokens($param);",
                    "id(\"$param\")",
                    "reason(\"$param\")"),
            List.of("rule", "task", "tokens", "id", "reason"),
            List.of("one", "summarise", "500", "T-1", "Summaries are short."),
            List.of("two", "chat", "700", "T-2", "Chats are short."));

    private final Map<String, String> parts = new LinkedHashMap<>();
    private final List<String> related = new ArrayList<>(List.of("worksheet", "worksheets/sheet1.xml"));
    private String before = "";
    private String after = "";
    private String rows = "";

    private Workbook() {
        parts.put("[Content_Types].xml", """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                <Default Extension="xml" ContentType="application/xml"/>
                <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
                <Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
                </Types>""");
        parts.put("_rels/.rels", relations("officeDocument", "xl/workbook.xml"));
        parts.put(
                "xl/workbook.xml",
                "<workbook xmlns='%s' xmlns:r='%s'><sheets><sheet name='t' sheetId='1' r:id='rId1'/></sheets></workbook>"
                        .formatted(MAIN, OFFICE));
        parts.put("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml"));
        rows = rows(TABLE);
    }

    /** A plain table of two rules. */
    public static Workbook plain() {
        return new Workbook();
    }

    /** The same table, as the library writes it. */
    static byte[] poi(Consumer<XSSFSheet> more) {
        try (var workbook = new XSSFWorkbook();
                var out = new ByteArrayOutputStream()) {
            var sheet = workbook.createSheet("rules");
            for (int row = 0; row < TABLE.size(); row++) {
                var cells = sheet.createRow(row);
                for (int column = 0; column < TABLE.get(row).size(); column++) {
                    cells.createCell(column).setCellValue(TABLE.get(row).get(column));
                }
            }
            more.accept(sheet);
            workbook.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many characters the cells of a plain table show. */
    public static int characters() {
        return TABLE.stream().flatMap(List::stream).mapToInt(String::length).sum();
    }

    static String relations(String... typesAndTargets) {
        return IntStream.range(0, typesAndTargets.length / 2)
                .mapToObj(i -> "<Relationship Id='rId%d' Type='%s/%s' Target='%s'/>"
                        .formatted(i + 1, OFFICE, typesAndTargets[2 * i], typesAndTargets[2 * i + 1]))
                .collect(Collectors.joining(
                        "",
                        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>",
                        "</Relationships>"));
    }

    private static String rows(List<List<String>> table) {
        var xml = new StringBuilder();
        for (int row = 1; row <= table.size(); row++) {
            xml.append("<row r='%d'>".formatted(row));
            var cells = table.get(row - 1);
            for (int column = 0; column < cells.size(); column++) {
                if (!cells.get(column).isEmpty()) {
                    xml.append("<c r='%c%d' t='inlineStr'><is><t>%s</t></is></c>"
                            .formatted('A' + column, row, cells.get(column).replace("\"", "&quot;")));
                }
            }
            xml.append("</row>");
        }
        return xml.toString();
    }

    /** Markup in front of the rows. */
    public Workbook before(String markup) {
        before += markup;
        return this;
    }

    /** Markup behind the rows. */
    public Workbook after(String markup) {
        after += markup;
        return this;
    }

    /** More rows. */
    public Workbook rows(String markup) {
        rows += markup;
        return this;
    }

    /** Other markup in the rows. */
    public Workbook with(String markup, String other) {
        if (!rows.contains(markup)) {
            throw new IllegalArgumentException("there is no " + markup);
        }
        rows = rows.replace(markup, other);
        return this;
    }

    /** Another part, or in place of one. */
    public Workbook part(String name, String content) {
        parts.put(name, content);
        return this;
    }

    /** Texts that cells name by number. */
    public Workbook texts(String items) {
        parts.put("xl/sharedStrings.xml", "<sst xmlns='%s'>%s</sst>".formatted(MAIN, items));
        return related("sharedStrings", "sharedStrings.xml");
    }

    /** How the cell with the first number, 500, looks: fonts and fills have the numbers 1 and 2 and those behind. */
    Workbook look(String fonts, String fills, String xf) {
        parts.put("xl/styles.xml", """
                <styleSheet xmlns='%s'><fonts><font><sz val='11'/><name val='Calibri'/></font>%s</fonts>
                <fills><fill><patternFill patternType='none'/></fill><fill><patternFill patternType='gray125'/></fill>%s</fills>
                <borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>
                <cellXfs><xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='0'/>%s</cellXfs></styleSheet>""".formatted(MAIN, fonts, fills, xf));
        return with("<c r='C7'", "<c r='C7' s='1'").related("styles", "styles.xml");
    }

    /** The colours of its theme. */
    Workbook theme(String colours) {
        parts.put(
                "xl/theme/theme1.xml",
                "<a:theme xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' name='t'><a:themeElements><a:clrScheme name='t'>%s</a:clrScheme></a:themeElements></a:theme>"
                        .formatted(colours));
        return related("theme", "theme/theme1.xml");
    }

    private Workbook related(String type, String target) {
        related.add(type);
        related.add(target);
        return part("xl/_rels/workbook.xml.rels", relations(related.toArray(String[]::new)));
    }

    /** The parts by name, as they would be zipped. */
    private Map<String, byte[]> parts() {
        var all = new LinkedHashMap<String, byte[]>();
        parts.forEach((name, content) -> all.put(name, content.getBytes(StandardCharsets.UTF_8)));
        all.putIfAbsent(
                "xl/worksheets/sheet1.xml",
                "<worksheet xmlns='%s' xmlns:r='%s'>%s<sheetData>%s</sheetData>%s</worksheet>"
                        .formatted(MAIN, OFFICE, before, rows, after)
                        .getBytes(StandardCharsets.UTF_8));
        return all;
    }

    /** Zipped without compression. */
    public byte[] stored() {
        return ZipWriter.write(new TreeMap<>(parts()));
    }

    /** Zipped. */
    public byte[] bytes() {
        try (var out = new ByteArrayOutputStream()) {
            try (var zip = new ZipOutputStream(out)) {
                for (var part : parts().entrySet()) {
                    zip.putNextEntry(new ZipEntry(part.getKey()));
                    zip.write(part.getValue());
                    zip.closeEntry();
                }
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
