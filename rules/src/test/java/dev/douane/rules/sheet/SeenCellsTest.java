package dev.douane.rules.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.apache.poi.xssf.usermodel.XSSFColor;
import org.apache.poi.xssf.usermodel.XSSFFont;
import org.apache.poi.xssf.usermodel.XSSFRichTextString;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value that people cannot see, or not as it is, is refused: by its letters, by what is behind them, and by the room there is for it. */
class SeenCellsTest {
    private static final String AS_GROUND =
            "t.xlsx:7:3: the cell holds text in the colour of what is behind it, or in one like it";
    private static final String WHITE_FONT = "<font><sz val='11'/><color rgb='FFFFFFFF'/><name val='Calibri'/></font>";
    private static final String FILLED =
            "<xf numFmtId='0' fontId='%d' fillId='2' borderId='0' xfId='0' applyFill='%d'/>";

    private static List<String> faults(byte[] xlsx) {
        return SheetReader.xlsx("t.xlsx", xlsx, true).faults().stream()
                .map(fault -> fault.place() + ": "
                        + fault.message().lines().findFirst().orElse(""))
                .toList();
    }

    private static List<String> faults(Workbook workbook) {
        return faults(workbook.bytes());
    }

    private static List<String> styled(Consumer<XSSFCellStyle> how) {
        return faults(Workbook.poi(sheet -> {
            var style = sheet.getWorkbook().createCellStyle();
            how.accept(style);
            sheet.getRow(6).getCell(2).setCellStyle(style);
        }));
    }

    private static List<String> written(Consumer<XSSFFont> how) {
        return faults(Workbook.poi(sheet -> sheet.getRow(6).getCell(2).setCellStyle(style(sheet, how))));
    }

    private static XSSFCellStyle style(XSSFSheet sheet, Consumer<XSSFFont> how) {
        var font = sheet.getWorkbook().createFont();
        how.accept(font);
        var style = sheet.getWorkbook().createCellStyle();
        style.setFont(font);
        return style;
    }

    private static XSSFColor colour(String rgb) {
        return new XSSFColor(java.util.HexFormat.of().parseHex(rgb), null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FFFFFF", "FEFEFE", "F2F2F2", "FFFF00"})
    void letters_almost_as_light_as_paper_are_refused(String rgb) {
        assertThat(written(font -> font.setColor(colour(rgb)))).containsExactly(AS_GROUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"D9D9D9", "808080", "FF0000", "0563C1", "000000"})
    void grey_and_coloured_letters_are_read(String rgb) {
        assertThat(written(font -> font.setColor(colour(rgb)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4472C4, FFFFFF, true", "000000, 0A0A0A, false", "FFC7CE, 9C0006, true", "FFEB9C, FFFFFF, false"})
    void letters_are_held_against_the_ground_they_are_on(String ground, String letters, boolean isSeen) {
        var faults = faults(Workbook.poi(sheet -> {
            var style = style(sheet, font -> font.setColor(colour(letters)));
            style.setFillForegroundColor(colour(ground));
            style.setFillPattern(FillPatternType.SOLID_FOREGROUND);
            sheet.getRow(6).getCell(2).setCellStyle(style);
        }));

        assertThat(faults).isEqualTo(isSeen ? List.of() : List.of(AS_GROUND));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lightGray | <fgColor rgb='FFFFFFFF'/><bgColor rgb='FFFFFFFF'/> | 1",
                "darkGray | <fgColor rgb='FFFFFFFF'/><bgColor rgb='FFF0F0F0'/> | 1",
                "solid | '' | 0",
                "solid | <fgColor auto='1'/> | 0",
                "solid | <fgColor indexed='64'/> | 0",
                "solid | <fgColor theme='9'/> | 0",
                "solid | <fgColor rgb='FFFFFFFF' theme='1'/> | 0",
                "mediumGray | <fgColor rgb='FF000000'/><bgColor rgb='FF000000'/> | 0"
            })
    void letters_on_a_pattern_of_their_colour_or_of_one_that_is_not_known_are_refused(
            String pattern, String colours, int font) {
        var fill = "<fill><patternFill patternType='%s'>%s</patternFill></fill>".formatted(pattern, colours);

        assertThat(faults(Workbook.plain().look(WHITE_FONT, fill, FILLED.formatted(font, 1))))
                .containsExactly(AS_GROUND);
        assertThat(faults(Workbook.plain().look(WHITE_FONT, fill, FILLED.formatted(font, 0))))
                .as("few programs ask whether the style says that it has a ground")
                .containsExactly(AS_GROUND);
    }

    @Test
    void black_letters_on_a_grey_pattern_are_read() {
        var fill = "<fill><patternFill patternType='gray125'/></fill>";

        assertThat(faults(Workbook.plain().look(WHITE_FONT, fill, FILLED.formatted(0, 1))))
                .isEmpty();
    }

    @Test
    void a_ground_that_goes_from_one_colour_to_another_is_refused() {
        var fill =
                "<fill><gradientFill degree='90'><stop position='0'><color rgb='FF000000'/></stop><stop position='1'><color rgb='FF000000'/></stop></gradientFill></fill>";

        assertThat(faults(Workbook.plain().look("", fill, FILLED.formatted(0, 1))))
                .containsExactly("t.xlsx:7:3: the cell lies on a ground that goes from one colour to another");
    }

    @Test
    void a_theme_says_the_colours_that_every_program_shows() {
        var theme = "<a:theme xmlns:a='urn:a'><a:sysClr val='window' lastClr='%s'/></a:theme>";

        assertThat(faults(Workbook.plain().part("xl/theme/theme1.xml", theme.formatted("000000"))))
                .containsExactly("t.xlsx:1:1: has a theme whose colours differ from program to program");
        assertThat(faults(Workbook.plain().part("xl/theme/theme1.xml", theme.formatted("FFFFFF"))))
                .isEmpty();
        assertThat(faults(Workbook.plain()
                        .part(
                                "xl/theme/theme1.xml",
                                "<a:theme xmlns:a='urn:a'><a:latin typeface='Webdings'/></a:theme>")))
                .containsExactly("t.xlsx:1:1: has a theme whose letters are symbols");
    }

    @Test
    void colours_of_a_theme_are_the_same_ones_in_every_cell() {
        var colours =
                List.of("dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6");
        var theme = colours.stream()
                .map(name -> "<a:%1$s><a:srgbClr val='%2$s'/></a:%1$s>"
                        .formatted(name, name.startsWith("lt") ? "FFFFFF" : "203040"))
                .reduce("", String::concat);
        var workbook = Workbook.plain()
                .look(
                        "<font><sz val='11'/><color theme='1'/><name val='Calibri'/></font><font><sz val='11'/><color theme='0'/><name val='Calibri'/></font>",
                        "",
                        "<xf numFmtId='0' fontId='1' fillId='0' borderId='0' xfId='0'/><xf numFmtId='0' fontId='2' fillId='0' borderId='0' xfId='0'/>")
                .theme(theme)
                .with("<c r='C8'", "<c r='C8' s='1'");

        assertThat(faults(workbook)).isEmpty();
        assertThat(faults(workbook.with("s='1'", "s='2'"))).containsExactly(AS_GROUND, AS_GROUND.replace("7:3", "8:3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wingdings", "wingdings 3", "Webdings", "Symbol"})
    void letters_that_show_as_signs_are_refused(String name) {
        assertThat(written(font -> font.setFontName(name)))
                .containsExactly(
                        "t.xlsx:7:3: the cell has a font (%s) that shows signs in place of letters".formatted(name));
    }

    @Test
    void a_font_is_one_of_signs_where_it_says_so() {
        assertThat(faults(Workbook.plain()
                        .look(
                                "<font><sz val='11'/><name val='Arial'/><charset val='2'/></font>",
                                "",
                                "<xf numFmtId='0' fontId='1' fillId='0' borderId='0' xfId='0'/>")))
                .containsExactly("t.xlsx:7:3: the cell has a font (Arial) that shows signs in place of letters");
        assertThat(written(font -> font.setFontName("Segoe UI Symbol"))).isEmpty();
    }

    @Test
    void a_raised_part_of_a_number_is_refused() {
        assertThat(faults(Workbook.poi(sheet -> {
                    var raised = sheet.getWorkbook().createFont();
                    raised.setTypeOffset(Font.SS_SUPER);
                    var text = new XSSFRichTextString("105");
                    text.applyFont(2, 3, raised);
                    sheet.getRow(6).getCell(2).setCellValue(text);
                })))
                .containsExactly(
                        "t.xlsx:7:3: the cell holds letters above or below the line, and counts them as if they stood on it");
    }

    private static String movedIn(long indent) {
        return "<xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='0'><alignment horizontal='left' indent='%d'/></xf>"
                .formatted(indent);
    }

    @ParameterizedTest
    @ValueSource(longs = {16, 200, 65_536})
    void a_value_that_is_moved_far_in_is_refused(long indent) {
        assertThat(faults(Workbook.plain().look("", "", movedIn(indent))))
                .containsExactly("t.xlsx:7:3: the cell's text is moved in so far that it may not be seen");
    }

    @Test
    void a_value_that_is_moved_out_of_its_column_is_refused() {
        var narrow = "<cols><col min='3' max='3' width='5' customWidth='1'/></cols>";

        assertThat(faults(Workbook.plain().before(narrow).look("", "", movedIn(4))))
                .containsExactly("t.xlsx:7:3: the cell's text is moved in so far that it may not be seen");
        assertThat(faults(Workbook.plain().before(narrow).look("", "", movedIn(1))))
                .isEmpty();
    }

    @Test
    void a_value_that_looks_merged_or_shrunk_is_refused() {
        assertThat(styled(style -> style.setAlignment(HorizontalAlignment.CENTER_SELECTION)))
                .containsExactly(
                        "t.xlsx:7:3: the cell's value is centred across its neighbours, as if they were merged");
        assertThat(faults(Workbook.poi(sheet -> {
                    var style = sheet.getWorkbook().createCellStyle();
                    style.setShrinkToFit(true);
                    sheet.getRow(6).getCell(4).setCellStyle(style);
                    sheet.getRow(7).getCell(2).setCellStyle(style);
                })))
                .containsExactly("t.xlsx:7:5: the cell's text is shrunk to less than half of its size");
    }

    @ParameterizedTest
    @CsvSource({
        "1.6, 2, true",
        "500, 3, true",
        "0.125, 5, true",
        "1234567890, , true",
        "500, 3.8, false",
        "1.6, 3.2, false",
        "12345678, , false",
        "1234567890, 12, false"
    })
    void a_number_that_its_column_has_no_room_for_may_be_shown_rounded(String number, String width, boolean isCut) {
        var wide =
                width == null ? "" : "<cols><col min='3' max='3' width='%s' customWidth='1'/></cols>".formatted(width);
        var faults = faults(Workbook.plain()
                .before(wide)
                .with("<c r='C7' t='inlineStr'><is><t>500</t></is></c>", "<c r='C7'><v>%s</v></c>".formatted(number)));

        assertThat(faults)
                .isEqualTo(
                        isCut
                                ? List.of(
                                        "t.xlsx:7:3: the cell's column is too narrow for its number (%s), which may be shown rounded"
                                                .formatted(number))
                                : List.of());
    }

    @Test
    void larger_letters_need_more_room() {
        var large = "<font><sz val='22'/><name val='Calibri'/></font>";
        var xf = "<xf numFmtId='0' fontId='1' fillId='0' borderId='0' xfId='0'/>";
        var number = "<c r='C7' s='1'><v>12345678</v></c>";

        assertThat(faults(Workbook.plain()
                        .look(large, "", xf)
                        .with("<c r='C7' s='1' t='inlineStr'><is><t>500</t></is></c>", number)))
                .containsExactly(
                        "t.xlsx:7:3: the cell's column is too narrow for its number (12345678), which may be shown rounded");
    }

    @Test
    void lines_that_a_row_has_no_room_for_are_refused() {
        var snippet = "decision.capOutputTokens($param);";
        var lines = snippet + "&#10;&#10;decision.flag(&quot;seen&quot;);";
        var xf = "<xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='0'><alignment wrapText='1'/></xf>";
        var wrapped = Workbook.plain()
                .before("<cols><col min='3' max='3' width='60' customWidth='1'/></cols>")
                .look("", "", xf)
                .with("<c r='C7' s='1'", "<c r='C7'")
                .with("<c r='C5'", "<c r='C5' s='1'")
                .with(snippet, lines);

        assertThat(faults(wrapped))
                .as("a height that programs find by themselves")
                .isEmpty();
        assertThat(faults(wrapped.with("<row r='5'", "<row r='5' ht='15' customHeight='1'")))
                .containsExactly("t.xlsx:5:3: the cell holds 3 lines, and its row is too low to show them");
        assertThat(faults(wrapped.with("ht='15'", "ht='45'"))).isEmpty();
    }

    private static Workbook wrapped(String cell, String text) {
        var xf = "<xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='0'><alignment wrapText='1'/></xf>";
        return Workbook.plain()
                .look("", "", xf)
                .with("<c r='C7' s='1'", "<c r='C7'")
                .with(
                        "<c r='%s' t='inlineStr'><is><t>summarise</t>".formatted(cell),
                        "<c r='%s' s='1' t='inlineStr'><is><t>%s</t>".formatted(cell, text));
    }

    @Test
    void lines_that_a_column_makes_are_counted_too() {
        var narrow = "<cols><col min='2' max='2' width='10' customWidth='1'/></cols>";
        var words = wrapped("B7", "alpha beta gamma delta").before(narrow);

        assertThat(faults(words)).isEmpty();
        assertThat(faults(words.with("<row r='7'", "<row r='7' ht='15' customHeight='1'")))
                .containsExactly("t.xlsx:7:2: the cell holds 2 lines, and its row is too low to show them");
        assertThat(faults(words.with("ht='15'", "ht='30'"))).isEmpty();
    }

    @Test
    void a_text_that_stands_upright_in_a_low_row_is_refused() {
        var upright = leaning(90);

        assertThat(faults(upright)).isEmpty();
        assertThat(faults(upright.with("<row r='7'", "<row r='7' ht='60' customHeight='1'")))
                .containsExactly("t.xlsx:7:3: the cell's text stands upright, and its row is too low to show it");
        assertThat(faults(upright.with("ht='60'", "ht='120'"))).isEmpty();
        assertThat(faults(leaning(45).with("<row r='7'", "<row r='7' ht='60' customHeight='1'")))
                .as("aslant it takes less")
                .isEmpty();
    }

    private static Workbook leaning(int degrees) {
        var xf = "<xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='0'><alignment textRotation='%d'/></xf>"
                .formatted(degrees);
        return Workbook.plain().look("", "", xf).with("<t>500</t>", "<t>not for anybody: 100</t>");
    }

    @Test
    void rows_of_a_height_that_the_sheet_says_for_all_show_one_of_two_lines_that_somebody_wrote() {
        var two = wrapped("B7", "chat&#10;mail");

        assertThat(faults(two)).isEmpty();
        assertThat(faults(wrapped("B7", "chat and mail and all that is like them")
                        .before("<sheetFormatPr customHeight='1' defaultRowHeight='15'/>")))
                .as("they grow with those that the column makes")
                .isEmpty();
        assertThat(faults(two.before("<sheetFormatPr customHeight='1' defaultRowHeight='15'/>")))
                .containsExactly("t.xlsx:7:2: the cell holds 2 lines, and its row is too low to show them");
    }

    @Test
    void a_text_that_looks_like_what_the_empty_cell_beside_it_holds_is_refused() {
        var task = "<c r='B7' t='inlineStr'><is><t>summarise</t></is></c>";
        var name = "<c r='A7' t='inlineStr'><is><t>one</t></is></c>";
        var written = "<c r='A7' t='inlineStr'><is><t xml:space='preserve'>%s</t></is></c>";
        var wide = "<cols><col min='1' max='1' width='%d' customWidth='1'/></cols>";
        var runsOver = "t.xlsx:7:1: the cell's text runs over into an empty cell, and looks like what that one holds";
        var gap = written.formatted("r" + " ".repeat(25) + "summarise");
        var words = written.formatted("Summaries of tickets that nobody waits for");

        assertThat(faults(Workbook.plain()
                        .before(wide.formatted(16))
                        .with(task, "")
                        .with(name, gap)))
                .containsExactly(runsOver);
        assertThat(faults(Workbook.plain()
                        .before(wide.formatted(40))
                        .with(task, "")
                        .with(name, gap)))
                .isEmpty();
        assertThat(faults(Workbook.plain().before(wide.formatted(16)).with(name, gap)))
                .as("what stands beside it cuts it off")
                .isEmpty();
        assertThat(faults(Workbook.plain()
                        .before(wide.formatted(32))
                        .with(task, "")
                        .with(name, words)))
                .as("its last word stands where the empty cell begins")
                .containsExactly(runsOver);
        assertThat(faults(Workbook.plain()
                        .before(wide.formatted(45))
                        .with(task, "")
                        .with(name, words)))
                .isEmpty();
        assertThat(faults(Workbook.plain()
                        .before(wide.formatted(3))
                        .with(task, "")
                        .with(name, written.formatted("summarise"))))
                .as("nobody sees where it begins")
                .containsExactly(runsOver);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Summaries of tickets that nobody waits for",
                "summaries-of-tickets-that-nobody-waits-for",
                "summarise-ticket, draft-reply"
            })
    void a_text_that_runs_over_and_is_one_text_to_whoever_sees_it_is_read(String name) {
        assertThat(faults(Workbook.plain()
                        .with("<c r='B7' t='inlineStr'><is><t>summarise</t></is></c>", "")
                        .with("<t>one</t>", "<t>%s</t>".formatted(name))))
                .isEmpty();
    }

    @Test
    void a_text_that_runs_over_several_empty_cells_may_look_like_what_any_of_them_holds() {
        var beside = Workbook.plain()
                .with("<c r='B7' t='inlineStr'><is><t>summarise</t></is></c>", "")
                .with("<t>one</t>", "<t>Summaries of tickets chat</t>");

        assertThat(faults(beside)).isEmpty();
        assertThat(faults(beside.with("<c r='C7' t='inlineStr'><is><t>500</t></is></c>", "")))
                .containsExactly(
                        "t.xlsx:7:1: the cell's text runs over into an empty cell, and looks like what that one holds");
    }

    @Test
    void titles_run_over_and_so_does_the_last_column() {
        var title = "Caps for all that nobody waits for, by what they do";

        assertThat(faults(Workbook.plain()
                        .with("RuleTable Caps", "RuleTable " + title)
                        .with("Summaries are short.", title)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"right", "center"})
    void a_text_whose_beginning_is_not_seen_is_refused(String alignment) {
        var xf = "<xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='0'><alignment horizontal='%s'/></xf>"
                .formatted(alignment);
        var aligned = Workbook.plain()
                .look("", "", xf)
                .with("<c r='C7' s='1' t='inlineStr'><is><t>500</t>", "<c r='C7' s='1' t='inlineStr'><is><t>%s</t>");

        assertThat(faults(aligned.with("%s", "100"))).isEmpty();
        assertThat(faults(aligned.with("<t>100</t>", "<t>not for anybody at all: 100</t>")))
                .containsExactly(
                        "t.xlsx:7:3: the cell's text is wider than its column and does not begin at its side, so that its beginning is not seen, or seen in another cell");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fill", "centerContinuous"})
    void an_alignment_counts_whether_the_cell_says_that_it_does_or_not(String alignment) {
        var xf = "<xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='0' %s><alignment horizontal='%s'/></xf>";

        assertThat(faults(Workbook.plain().look("", "", xf.formatted("", alignment))))
                .hasSize(1)
                .isEqualTo(faults(Workbook.plain().look("", "", xf.formatted("applyAlignment='1'", alignment))));
    }

    @Test
    void what_says_what_a_table_or_a_column_is_may_stand_in_its_middle() {
        var xf = "<xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='0'><alignment horizontal='%s'/></xf>";

        assertThat(faults(ofSnippet(xf.formatted("center")).with("<c r='A2'", "<c r='A2' s='1'")))
                .isEmpty();
        assertThat(faults(ofSnippet(xf.formatted("right")))).hasSize(1);
    }

    private static Workbook ofSnippet(String xf) {
        return Workbook.plain()
                .look("", "", xf)
                .with("<c r='C7' s='1'", "<c r='C7'")
                .with("<c r='C5'", "<c r='C5' s='1'");
    }

    @Test
    void a_text_that_is_read_in_the_other_direction_is_refused() {
        var xf = "<xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='0'><alignment readingOrder='%d'/></xf>";
        var list = "<c r='C7' s='1' t='inlineStr'><is><t>1000, 2000</t>";
        var plain = "<c r='C7' s='1' t='inlineStr'><is><t>500</t>";

        assertThat(faults(Workbook.plain().look("", "", xf.formatted(2)).with(plain, list)))
                .containsExactly(
                        "t.xlsx:7:3: the cell is read in the other direction than its text, so that it shows its parts the other way round");
        assertThat(faults(Workbook.plain().look("", "", xf.formatted(1)).with(plain, list)))
                .isEmpty();
        assertThat(faults(Workbook.plain()
                        .look("", "", xf.formatted(2))
                        .with(plain, list.replace("1000, 2000", "סיכום"))))
                .isEmpty();
        assertThat(faults(Workbook.plain().look("", "", xf.formatted(2))))
                .as("one number")
                .isEmpty();
    }

    @Test
    void in_a_sheet_from_right_to_left_lists_of_numbers_are_turned_and_words_are_not() {
        var turned =
                Workbook.plain().before("<sheetViews><sheetView workbookViewId='0' rightToLeft='1'/></sheetViews>");

        assertThat(faults(turned)).isEmpty();
        assertThat(faults(turned.with("<t>500</t>", "<t>1000, 2000</t>")))
                .containsExactly(
                        "t.xlsx:7:3: the cell is read in the other direction than its text, so that it shows its parts the other way round");
    }
}
