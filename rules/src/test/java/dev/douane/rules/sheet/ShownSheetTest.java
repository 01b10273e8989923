package dev.douane.rules.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFRichTextString;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people see in a spreadsheet program is what is read, or the sheet is refused with the cell. */
class ShownSheetTest {
    private static List<String> faults(byte[] xlsx) {
        return SheetReader.xlsx("t.xlsx", xlsx, true).faults().stream()
                .map(fault -> fault.place() + ": "
                        + fault.message().lines().findFirst().orElse(""))
                .toList();
    }

    private static List<String> faults(Workbook workbook) {
        return faults(workbook.bytes());
    }

    /** Refused in a new pack, and read as before in one that was accepted before. */
    private static List<String> newlyRefused(Workbook workbook) {
        var before = SheetReader.xlsx("t.xlsx", workbook.bytes(), false);
        assertThat(before.faults()).isEmpty();
        assertThat(before.cell(7, 2)).isEqualTo("summarise");
        return faults(workbook);
    }

    private static byte[] poi(Consumer<XSSFSheet> more) {
        return Workbook.poi(more);
    }

    private static XSSFCell cell(XSSFSheet sheet) {
        return sheet.getRow(6).getCell(2);
    }

    @Test
    void a_plain_sheet_is_read() {
        var sheet = SheetReader.xlsx("t.xlsx", Workbook.plain().bytes(), true);

        assertThat(sheet.faults()).isEmpty();
        assertThat(sheet.height()).isEqualTo(8);
        assertThat(sheet.cell(7, 3)).isEqualTo("500");
        assertThat(sheet.rows())
                .isEqualTo(SheetReader.xlsx("t.xlsx", poi(s -> {}), true).rows());
    }

    @Test
    void merged_cells_are_refused_with_their_range() {
        assertThat(newlyRefused(Workbook.plain().after("<mergeCells><mergeCell ref='B7:B8'/></mergeCells>")))
                .containsExactly(
                        "t.xlsx:7:2: the cells (B7:B8) are merged: people see one value for all of them, and only the first holds it");
        assertThat(faults(poi(sheet -> sheet.addMergedRegion(new CellRangeAddress(6, 7, 1, 1)))))
                .containsExactly(
                        "t.xlsx:7:2: the cells (B7:B8) are merged: people see one value for all of them, and only the first holds it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hidden='1'",
                "hidden='true'",
                "customHeight='1'",
                "ht='NaN'",
                "ht='0' customHeight='1'",
                "ht='0.5'",
                "ht='3' customHeight='1'",
                "ht='7.9'"
            })
    void a_row_that_is_not_seen_is_refused(String how) {
        assertThat(newlyRefused(Workbook.plain().with("<row r='8'", "<row r='8' " + how)))
                .containsExactly("t.xlsx:8:1: the row is hidden, or too low to be seen");
        assertThat(faults(Workbook.plain().rows("<row r='9' %s><c r='A9'/></row>".formatted(how))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "min='2' max='2' hidden='1'",
                "min='2' max='3' width='0' customWidth='1'",
                "min='1' max='2' width='0.1'",
                "min='2' max='2' width='0.6' customWidth='1'",
                "min='2' max='2' width='1.6'"
            })
    void a_column_that_is_not_seen_is_refused(String how) {
        assertThat(newlyRefused(Workbook.plain().before("<cols><col %s/></cols>".formatted(how))))
                .contains("t.xlsx:1:2: the column is hidden, or too narrow to be seen");
        assertThat(faults(Workbook.plain().before("<cols><col min='9' max='16384' hidden='1' width='0'/></cols>")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<sheetFormatPr defaultRowHeight='15' zeroHeight='1'/> | hides all rows that do not say otherwise",
                "<sheetFormatPr defaultRowHeight='15' defaultColWidth='0'/> | has columns without width",
                "<sheetFormatPr defaultRowHeight='15' baseColWidth='0'/> | has columns without width",
                "<sheetViews><sheetView workbookViewId='0' showFormulas='1'/></sheetViews> | shows formulas in place of values",
                "<sheetViews><sheetView workbookViewId='0' showZeros='0'/></sheetViews> | shows nothing where a zero stands"
            })
    void a_way_of_showing_the_sheet_that_hides_cells_is_refused(String markup, String why) {
        assertThat(newlyRefused(Workbook.plain().before(markup))).containsExactly("t.xlsx:1:1: " + why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<row r='0'><c r='A0'/></row> | 8:1 | row (0) stands behind row (8)",
                "<row r='7'><c r='A7'/></row> | 8:1 | row (7) stands behind row (8)",
                "<row r='9'><c r='B9'/><c r='A9'/></row> | 9:2 | cell (A9) stands in row (9) behind column (2)",
                "<row r='9'><c r='B9'/><c r='B9'/></row> | 9:2 | cell (B9) stands in row (9) behind column (2)",
                "<row r='9'><c r='A8'/></row> | 9:1 | cell (A8) stands in row (9) behind column (0)",
                "<row r='9'><c r='a9'/></row> | 9:1 | cell (a9) stands in row (9) behind column (0)"
            })
    void rows_and_cells_that_do_not_stand_in_one_order_are_refused(String row, String at, String why) {
        assertThat(faults(Workbook.plain().rows(row)))
                .containsExactly("t.xlsx:" + at + ": " + why + ": programs differ in what they make of it");
    }

    @Test
    void rows_and_cells_without_numbers_stand_where_the_last_one_ended() {
        assertThat(faults(Workbook.plain().rows("<row><c t='inlineStr'><is><t>three</t></is></c></row>")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<conditionalFormatting sqref='A1'/> | formats that depend on values (conditional formatting)",
                "<legacyDrawing/> | comments or drawings",
                "<customSheetViews/> | (customSheetViews)",
                "<sheetData/> | (sheetData)",
                "<x:sheetData xmlns:x='urn:x'/> | (sheetData)"
            })
    void what_may_lie_over_the_cells_or_colour_them_is_refused(String markup, String what) {
        assertThat(faults(Workbook.plain().after(markup)))
                .containsExactly("t.xlsx:1:1: holds " + what + ", which a table of values does not need");
    }

    @Test
    void cells_that_only_some_programs_read_are_refused() {
        var choice =
                "<row r='9'><m:AlternateContent xmlns:m='http://schemas.openxmlformats.org/markup-compatibility/2006'><m:Choice Requires='m'><c r='A9'><v>1</v></c></m:Choice></m:AlternateContent></row>";

        assertThat(newlyRefused(Workbook.plain().rows(choice)))
                .contains("t.xlsx:1:1: holds (AlternateContent), which some programs read and others leave out");
    }

    @Test
    void a_filter_that_is_set_is_refused_and_one_that_is_not_is_not() {
        var filter = "<autoFilter ref='A6:E8'>%s</autoFilter>";

        assertThat(newlyRefused(Workbook.plain()
                        .after(filter.formatted(
                                "<filterColumn colId='1'><filters><filter val='chat'/></filters></filterColumn>"))))
                .containsExactly("t.xlsx:1:1: has a filter that is set, which hides rows");
        assertThat(faults(Workbook.plain().after(filter.formatted("")))).isEmpty();
    }

    @Test
    void rows_above_what_a_frozen_view_begins_with_are_refused() {
        var view =
                "<sheetViews><sheetView workbookViewId='0' topLeftCell='A%d'><pane ySplit='2' topLeftCell='A9' state='frozen'/></sheetView></sheetViews>";

        assertThat(newlyRefused(Workbook.plain().before(view.formatted(8))))
                .containsExactly(
                        "t.xlsx:1:1: is frozen at cell (A8), so that what is above and left of it cannot be seen");
        assertThat(faults(Workbook.plain().before(view.formatted(1)))).isEmpty();
    }

    /** Whatever stands in the bytes, the answer is a sheet or a fault; and what passes today is read as it always was. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void no_workbook_breaks_the_reader(long seed) {
        var random = new Random(seed);
        var pieces = List.of(
                "<row r='8'>",
                "</row>",
                "<c r='B7'/>",
                " hidden='1'",
                "<v>1</v>",
                "<f>1</f>",
                "t='s'",
                "r='0'",
                "r='7'",
                "<sheetData>",
                "</sheetData>",
                "<is>",
                "</c>",
                "99999999999",
                "&#10;",
                "<!-- -->",
                "<![CDATA[x]]>",
                "t='e'",
                "s='7'");
        int read = 0;
        for (int round = 0; round < 50; round++) {
            var rows = new StringBuilder(
                    "<row r='9'><c r='A9' t='inlineStr'><is><t>three</t></is></c><c r='C9'><v>5</v></c></row>");
            for (int change = random.nextInt(3); change > 0; change--) {
                var piece = pieces.get(random.nextInt(pieces.size()));
                int at = random.nextInt(rows.length());
                rows.replace(at, Math.min(rows.length(), at + random.nextInt(6)), piece);
            }
            var workbook = Workbook.plain().rows(rows.toString()).stored();

            var now = SheetReader.xlsx("t.xlsx", workbook, true);
            if (now.faults().isEmpty()) {
                read++;
                assertThat(SheetReader.xlsx("t.xlsx", workbook, false).rows())
                        .as(rows.toString())
                        .isEqualTo(now.rows());
            }
        }
        assertThat(read).isBetween(5, 49);
    }

    @Test
    void a_sparkline_in_an_extension_is_refused() {
        assertThat(newlyRefused(Workbook.plain()
                        .after("<extLst><ext uri='u'><x:sparklineGroups xmlns:x='urn:x'/></ext></extLst>")))
                .containsExactly("t.xlsx:1:1: holds (sparklineGroups), which may show cells otherwise than they are");
    }

    @Test
    void a_number_that_is_shown_as_another_is_refused_with_both() {
        for (var format : List.of("0%", "#,##0", "0", "0.00E+00", "\"EUR\" 0.0")) {
            assertThat(faults(poi(sheet -> {
                        cell(sheet).setCellValue(1500.4);
                        format(cell(sheet), format);
                    })))
                    .as(format)
                    .singleElement()
                    .asString()
                    .startsWith("t.xlsx:7:3: the cell shows (")
                    .endsWith("), and its value is 1500.4");
        }
        for (var format : List.of("General", "0.0", "0.00", "@", "0.0* ", "_-0.0_-")) {
            assertThat(faults(poi(sheet -> {
                        cell(sheet).setCellValue(1500.4);
                        format(cell(sheet), format);
                    })))
                    .as(format)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";;;",
                "0;;",
                "[White]General",
                "[Color 2]0",
                "[color2]0",
                "[Yellow]0",
                "0*0",
                "0*5",
                "*90",
                "0*\u00A0",
                "0\"000\"",
                "0\\.00",
                "0\".\"00",
                "\\.00",
                "0-00",
                "0 00",
                "0.0.0",
                "0_.00",
                "0[$0-409]",
                "[$.-409]00",
                "\"-\"General",
                "\"not \"General",
                "\"≥ \"General",
                "-General",
                "General\" thousand\"",
                "General\" k\"",
                "[$-409]General\" Mio\"",
                "General%",
                "General;General",
                "General;General;-General",
                "[$-F800]0",
                "[$-x-sysdate]0",
                "[$-D07041E]0",
                "[DBNum1]0"
            })
    void a_number_or_truth_whose_format_shows_nothing_or_more_is_refused(String format) {
        assertThat(faults(poi(sheet -> {
                    cell(sheet).setCellValue(500);
                    format(cell(sheet), format);
                })))
                .containsExactly("t.xlsx:7:3: the cell has a format (%s) that may show something else than (500)"
                        .formatted(format));
        assertThat(faults(poi(sheet -> {
                    cell(sheet).setCellValue(true);
                    format(cell(sheet), format);
                })))
                .containsExactly("t.xlsx:7:3: the cell has a format (%s) that may show something else than (true)"
                        .formatted(format));
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "?.??", "#,###;-0"})
    void a_zero_whose_format_shows_nothing_is_refused(String format) {
        assertThat(faults(poi(sheet -> {
                    cell(sheet).setCellValue(0);
                    format(cell(sheet), format);
                })))
                .containsExactly("t.xlsx:7:3: the cell has a format (%s) that may show something else than (0)"
                        .formatted(format));
        assertThat(faults(poi(sheet -> {
                    cell(sheet).setCellValue(0);
                    format(cell(sheet), "#,##0");
                })))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0;[Red]-0",
                "[Red]General",
                "General;[Red]-General",
                "General_)",
                "[$-407]General",
                "[$-409]0",
                "[$-10409]0"
            })
    void a_number_that_would_be_red_below_zero_or_has_a_language_is_read(String format) {
        assertThat(faults(poi(sheet -> {
                    cell(sheet).setCellValue(500);
                    format(cell(sheet), format);
                })))
                .isEmpty();
    }

    private static void format(XSSFCell cell, String format) {
        var workbook = cell.getSheet().getWorkbook();
        var style = workbook.createCellStyle();
        style.setDataFormat(workbook.createDataFormat().getFormat(format));
        cell.setCellStyle(style);
    }

    @ParameterizedTest
    @ValueSource(strings = {";;;", "0;0;0;\"chat\"", "\"not \"@"})
    void a_text_whose_format_may_show_another_is_refused(String format) {
        assertThat(faults(poi(sheet -> format(cell(sheet), format))))
                .containsExactly("t.xlsx:7:3: the cell has a format (%s) that may show something else than (500)"
                        .formatted(format));
    }

    @Test
    void letters_that_nobody_sees_are_refused() {
        assertThat(faults(poi(sheet -> font(sheet, font -> font.setColor(IndexedColors.WHITE.getIndex())))))
                .containsExactly(
                        "t.xlsx:7:3: the cell holds text in the colour of what is behind it, or in one like it");
        assertThat(faults(poi(sheet -> font(sheet, font -> font.setThemeColor((short) 0)))))
                .containsExactly(
                        "t.xlsx:7:3: the cell holds text in the colour of what is behind it, or in one like it");
        assertThat(faults(poi(sheet -> font(sheet, font -> font.setFontHeightInPoints((short) 1)))))
                .containsExactly("t.xlsx:7:3: the cell holds letters that are too small to be seen");
        assertThat(faults(poi(sheet -> font(sheet, font -> font.setStrikeout(true)))))
                .containsExactly("t.xlsx:7:3: the cell holds text that is struck through, and counts all the same");
        assertThat(faults(poi(sheet -> {
                    font(sheet, font -> {});
                    cell(sheet).getCellStyle().setFillForegroundColor(IndexedColors.BLACK.getIndex());
                    cell(sheet).getCellStyle().setFillPattern(FillPatternType.SOLID_FOREGROUND);
                })))
                .containsExactly(
                        "t.xlsx:7:3: the cell holds text in the colour of what is behind it, or in one like it");
        assertThat(faults(poi(sheet -> {
                    font(sheet, font -> {});
                    cell(sheet).getCellStyle().setAlignment(HorizontalAlignment.FILL);
                })))
                .containsExactly("t.xlsx:7:3: the cell shows its value over and over");
        assertThat(faults(poi(sheet -> {
                    font(sheet, font -> {});
                    cell(sheet).getCellStyle().setIndention((short) 100);
                })))
                .containsExactly("t.xlsx:7:3: the cell's text is moved in so far that it may not be seen");
    }

    @Test
    void a_part_of_a_text_that_nobody_sees_is_refused() {
        assertThat(faults(poi(sheet -> {
                    var font = sheet.getWorkbook().createFont();
                    font.setStrikeout(true);
                    var text = new XSSFRichTextString("500");
                    text.applyFont(1, 3, font);
                    cell(sheet).setCellValue(text);
                })))
                .containsExactly("t.xlsx:7:3: the cell holds text that is struck through, and counts all the same");
    }

    @Test
    void bold_red_text_on_yellow_is_read() {
        assertThat(faults(poi(sheet -> {
                    font(sheet, font -> {
                        font.setBold(true);
                        font.setColor(IndexedColors.RED.getIndex());
                    });
                    cell(sheet).getCellStyle().setFillForegroundColor(IndexedColors.YELLOW.getIndex());
                    cell(sheet).getCellStyle().setFillPattern(FillPatternType.SOLID_FOREGROUND);
                })))
                .isEmpty();
    }

    private static void font(XSSFSheet sheet, Consumer<org.apache.poi.xssf.usermodel.XSSFFont> how) {
        var font = sheet.getWorkbook().createFont();
        how.accept(font);
        var style = sheet.getWorkbook().createCellStyle();
        style.setFont(font);
        cell(sheet).setCellStyle(style);
    }

    @Test
    void a_formula_is_what_it_last_came_to_only_where_the_sheet_says_so() {
        var formula = "<c r='C7'><f>250+250</f><v>500</v></c>";
        var plain = "<c r='C7' t='inlineStr'><is><t>500</t></is></c>";
        var says = "<c r='B1' t='inlineStr'><is><t>caps</t></is></c>";
        var values = says
                + "<c r='C1' t='inlineStr'><is><t>formulas</t></is></c><c r='D1' t='inlineStr'><is><t>%s</t></is></c>";

        assertThat(faults(Workbook.plain().with(plain, formula)))
                .containsExactly("t.xlsx:7:3: the cell holds a formula");
        var told = SheetReader.xlsx(
                "t.xlsx",
                Workbook.plain()
                        .with(plain, formula)
                        .with(says, values.formatted("values"))
                        .bytes(),
                true);
        assertThat(told.faults()).isEmpty();
        assertThat(told.cell(7, 3)).isEqualTo("500");
        assertThat(faults(Workbook.plain()
                        .with(plain, formula.replace("<v>500</v>", ""))
                        .with(says, values.formatted("values"))))
                .containsExactly("t.xlsx:7:3: the cell holds an error, or a formula that was never worked out");
        assertThat(faults(Workbook.plain().with(says, values.formatted("anew"))))
                .containsExactly("t.xlsx:1:4: formulas can only be taken by their values, not by (anew)");
    }

    @Test
    void a_locale_is_for_files_of_text() {
        var says = "<c r='B1' t='inlineStr'><is><t>caps</t></is></c>";

        assertThat(
                        newlyRefused(
                                Workbook.plain()
                                        .with(
                                                says,
                                                says
                                                        + "<c r='C1' t='inlineStr'><is><t>locale</t></is></c><c r='D1' t='inlineStr'><is><t>de</t></is></c>")))
                .containsExactly("t.xlsx:1:1: says a locale, and a spreadsheet knows its numbers without");
    }

    @Test
    void every_program_must_find_the_same_sheet() {
        var sheet =
                "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData/></worksheet>";

        assertThat(faults(Workbook.plain().part("xl/worksheets/sheet2.xml", sheet)))
                .containsExactly(
                        "t.xlsx:1:1: has 2 files of sheets, and (xl/worksheets/sheet1.xml) is the one that it names");
        assertThat(faults(Workbook.plain()
                        .part(
                                "xl/_rels/workbook.xml.rels",
                                Workbook.relations(
                                        "worksheet", "worksheets/sheet1.xml", "worksheet", "worksheets/sheet2.xml"))))
                .contains("t.xlsx:1:1: says twice in (xl/_rels/workbook.xml.rels) which part is its (/worksheet)");
        assertThat(faults(Workbook.plain()
                        .part(
                                "xl/_rels/workbook.xml.rels",
                                Workbook.relations(
                                        "worksheet", "worksheets/sheet1.xml", "sharedStrings", "theme/theme1.xml"))))
                .contains(
                        "t.xlsx:1:1: says in (xl/_rels/workbook.xml.rels) that its (/sharedStrings) is (xl/theme/theme1.xml)");
        assertThat(
                        faults(
                                Workbook.plain()
                                        .part(
                                                "xl/workbook.xml",
                                                "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets><sheet name='t' sheetId='1' state='veryHidden' r:id='rId1'/></sheets></workbook>")))
                .containsExactly("t.xlsx:1:1: has a sheet that is hidden");
    }

    @Test
    void an_archive_that_two_programs_could_read_in_two_ways_is_refused() {
        var one = Workbook.plain().bytes();
        var two = Workbook.plain().with("summarise", "translate").bytes();
        var both = java.util.Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);

        assertThat(SheetReader.xlsx("t.xlsx", both, false).cell(7, 2)).isEqualTo("summarise");
        assertThat(faults(both))
                .singleElement()
                .asString()
                .startsWith("t.xlsx:1:1: is an archive that programs could read in two ways: ");
    }

    @Test
    void values_behind_the_last_column_are_not_cut_off() {
        var row = "<row r='9'><c r='BA9' t='inlineStr'><is><t>far</t></is></c></row>";

        assertThat(SheetReader.xlsx("t.xlsx", Workbook.plain().rows(row).bytes(), true)
                        .width(9))
                .isGreaterThan(SheetLimits.COLUMNS_MAX + 1);
        assertThat(SheetReader.xlsx(
                                "t.xlsx",
                                Workbook.plain()
                                        .rows(row.replace("r='9'", "r='9000'").replace("BA9", "A9000"))
                                        .bytes(),
                                true)
                        .height())
                .isGreaterThan(SheetLimits.ROWS_MAX);
    }

    @Test
    void cells_that_only_have_a_format_are_not_rows() {
        var blank = IntStream.rangeClosed(9, 5_000)
                .mapToObj("<row r='%d'><c r='A%<d'/><c r='XFD%<d'/></row>"::formatted)
                .collect(Collectors.joining());

        var sheet = SheetReader.xlsx("t.xlsx", Workbook.plain().rows(blank).bytes(), true);

        assertThat(sheet.faults()).isEmpty();
        assertThat(sheet.height()).isEqualTo(8);
    }

    @Test
    void stored_parts_are_read_too() {
        assertThat(faults(Workbook.plain().stored())).isEmpty();
    }
}
