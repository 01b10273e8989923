package dev.douane.rules.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackProblem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.common.usermodel.HyperlinkType;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpreadsheetTest {
    private static final List<List<String>> TABLE = List.of(
            List.of("RuleSet", "caps"),
            List.of("RuleTable Caps"),
            List.of("NAME", "CONDITION", "CONDITION", "ACTION", "METADATA", "METADATA"),
            List.of("", "Workload", "Workload"),
            List.of(
                    "",
                    "task == \"$param\"",
                    "interactive == $param",
                    "decision.capOutputTokens($param);",
                    "id(\"$param\")",
                    "reason(\"$param\")"),
            List.of("rule", "task", "interactive", "tokens", "id", "reason"),
            List.of("Summaries", "summarise", "", "", "T-1", "Summaries are short."));

    @TempDir
    private Path packs;

    private static byte[] workbook(Consumer<XSSFSheet> more) throws IOException {
        try (var workbook = new XSSFWorkbook();
                var out = new ByteArrayOutputStream()) {
            var sheet = workbook.createSheet("rules");
            for (int row = 0; row < TABLE.size(); row++) {
                var cells = sheet.createRow(row);
                for (int column = 0; column < TABLE.get(row).size(); column++) {
                    cells.createCell(column).setCellValue(TABLE.get(row).get(column));
                }
            }
            sheet.getRow(6).getCell(2).setCellValue(false);
            sheet.getRow(6).getCell(3).setCellValue(500);
            more.accept(sheet);
            workbook.write(out);
            return out.toByteArray();
        }
    }

    private CheckedPack check(byte[] xlsx) throws PackException {
        return new PackValidator(Vocabulary.FIXED)
                .check(PackOnDisk.of(packs).with("tables/t.xlsx", xlsx).read());
    }

    private List<String> codes(byte[] xlsx) throws PackException {
        return check(xlsx).problems().stream().map(PackProblem::code).distinct().toList();
    }

    @Test
    void a_sheet_says_what_the_same_table_says_as_csv() throws Exception {
        var csv = String.join(
                "\n",
                TABLE.stream()
                        .map(row -> String.join(
                                ",",
                                row.stream()
                                        .map(cell -> "\"" + cell.replace("\"", "\"\"") + "\"")
                                        .toList()))
                        .toList());
        var fromCsv = new PackValidator(Vocabulary.FIXED)
                .check(PackOnDisk.of(packs.resolve("csv"))
                        .with("tables/t.csv", csv.replace("\"summarise\",\"\",\"\"", "\"summarise\",\"false\",\"500\""))
                        .read());
        var fromXlsx = check(workbook(sheet -> {}));

        assertThat(fromXlsx.problems()).isEmpty();
        assertThat(fromXlsx.rules())
                .extracting(RuleText::of)
                .isEqualTo(fromCsv.rules().stream().map(RuleText::of).toList());
        assertThat(fromXlsx.rules()).extracting(RuleTree::id).containsExactly("T-1");
    }

    @Test
    void a_wrong_cell_is_named_by_row_and_column() throws Exception {
        var problems = check(workbook(sheet -> sheet.getRow(6).getCell(3).setCellValue("many")))
                .problems();

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("tables/t.xlsx");
            assertThat(problem.line()).isEqualTo(7);
            assertThat(problem.column()).isEqualTo(4);
        });
    }

    @Test
    void a_text_that_may_be_one_or_a_thousand_is_refused_and_a_number_is_not() throws Exception {
        assertThat(check(workbook(sheet -> sheet.getRow(6).getCell(3).setCellValue("1.000")))
                        .problems())
                .extracting(PackProblem::message)
                .containsExactly(
                        "number (1.000) is written as a text, and may have a fraction, or its digits in groups\nMaybe make the cell a number, and no text.");
        assertThat(check(workbook(sheet -> sheet.getRow(6).getCell(3).setCellValue("0,90")))
                        .problems())
                .extracting(PackProblem::message)
                .containsExactly("number (0,90) has a decimal comma\nMaybe write 0.90.");
        assertThat(check(workbook(sheet -> {
                            sheet.getRow(4).getCell(3).setCellValue("decision.capCallCost(\"$param\");");
                            sheet.getRow(6).getCell(3).setCellValue(1.125);
                        }))
                        .problems())
                .isEmpty();
    }

    @Test
    void formulas_are_refused_and_not_what_they_last_came_to() throws Exception {
        var problems = check(workbook(sheet -> {
                    sheet.getRow(6).getCell(3).setCellFormula("250+250");
                    sheet.getRow(6).getCell(1).setCellFormula("WEBSERVICE(\"http://localhost/\")");
                }))
                .problems();

        assertThat(problems)
                .filteredOn(problem -> problem.code().equals("spreadsheet"))
                .extracting(PackProblem::line, PackProblem::column)
                .contains(tuple(7, 2), tuple(7, 4));
    }

    @Test
    void a_date_an_error_a_second_sheet_and_a_link_are_refused() throws Exception {
        assertThat(codes(workbook(sheet -> {
                    var style = sheet.getWorkbook().createCellStyle();
                    style.setDataFormat((short) 14);
                    sheet.getRow(6).getCell(3).setCellStyle(style);
                })))
                .contains("spreadsheet");
        assertThat(codes(workbook(sheet -> sheet.getRow(6).getCell(1).setCellErrorValue((byte) 7))))
                .contains("spreadsheet");
        assertThat(codes(workbook(sheet -> sheet.getWorkbook().createSheet("more"))))
                .containsExactly("spreadsheet");
        assertThat(codes(workbook(sheet -> {
                    var link = sheet.getWorkbook().getCreationHelper().createHyperlink(HyperlinkType.URL);
                    link.setAddress("http://localhost/");
                    sheet.getRow(6).getCell(1).setHyperlink(link);
                })))
                .containsExactly("spreadsheet");
    }

    @Test
    void macros_links_to_other_files_and_embedded_objects_are_refused() throws Exception {
        for (var name : List.of(
                "xl/vbaProject.bin",
                "xl/externalLinks/externalLink1.xml",
                "xl/embeddings/oleObject1.bin",
                "xl/connections.xml",
                "xl/macrosheets/sheet1.xml",
                "../evil.xml",
                "/etc/passwd")) {
            assertThat(codes(with(workbook(sheet -> {}), name, new byte[10])))
                    .as(name)
                    .containsExactly("spreadsheet");
        }
    }

    @Test
    void a_document_type_is_refused_whatever_its_encoding() throws Exception {
        var entity = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>";

        assertThat(codes(with(workbook(sheet -> {}), "xl/metadata.xml", entity.getBytes(StandardCharsets.UTF_8))))
                .containsExactly("spreadsheet");
        assertThat(codes(with(workbook(sheet -> {}), "xl/metadata.xml", entity.getBytes(StandardCharsets.UTF_16))))
                .containsExactly("spreadsheet");
    }

    @Test
    void what_unpacks_to_very_much_is_refused() throws Exception {
        assertThat(codes(with(workbook(sheet -> {}), "xl/metadata.xml", new byte[64 << 20])))
                .contains("limit");
    }

    @Test
    void a_thousand_files_in_one_are_refused() throws Exception {
        var many = workbook(sheet -> {});
        try (var out = new ByteArrayOutputStream()) {
            try (var zip = new ZipOutputStream(out)) {
                copy(many, zip);
                for (int i = 0; i < 1_000; i++) {
                    zip.putNextEntry(new ZipEntry("xl/theme/theme%d.xml".formatted(i + 100)));
                    zip.closeEntry();
                }
            }
            assertThat(codes(out.toByteArray())).containsExactly("limit");
        }
    }

    @Test
    void what_is_no_spreadsheet_is_refused() throws Exception {
        assertThat(codes("no zip".getBytes(StandardCharsets.UTF_8))).containsExactly("spreadsheet");
        assertThat(codes(new byte[0])).containsExactly("spreadsheet");
        var whole = workbook(sheet -> {});
        for (int cut = 100; cut < whole.length; cut += 997) {
            assertThat(codes(Arrays.copyOf(whole, cut))).as("cut at %d", cut).isNotEmpty();
        }
    }

    private static byte[] with(byte[] xlsx, String name, byte[] content) throws IOException {
        try (var out = new ByteArrayOutputStream()) {
            try (var zip = new ZipOutputStream(out)) {
                copy(xlsx, zip);
                zip.putNextEntry(new ZipEntry(name));
                zip.write(content);
                zip.closeEntry();
            }
            return out.toByteArray();
        }
    }

    private static void copy(byte[] xlsx, ZipOutputStream zip) throws IOException {
        try (var in = new ZipInputStream(new ByteArrayInputStream(xlsx))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                zip.putNextEntry(new ZipEntry(entry.getName()));
                in.transferTo(zip);
                zip.closeEntry();
            }
        }
    }
}
