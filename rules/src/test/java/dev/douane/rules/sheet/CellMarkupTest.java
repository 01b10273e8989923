package dev.douane.rules.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A cell that two programs would read in two ways is refused, whichever of them the reader would follow. */
class CellMarkupTest {
    private static final String TASK = "<c r='B7' t='inlineStr'><is><t>summarise</t></is></c>";
    private static final String TOKENS = "<c r='C7' t='inlineStr'><is><t>500</t></is></c>";
    private static final String NAME = "<c r='B1' t='inlineStr'><is><t>caps</t></is></c>";

    private static Sheet read(Workbook workbook) {
        return SheetReader.xlsx("t.xlsx", workbook.bytes(), true);
    }

    private static List<String> faults(Workbook workbook) {
        return read(workbook).faults().stream()
                .map(fault -> fault.place() + ": "
                        + fault.message().lines().findFirst().orElse(""))
                .toList();
    }

    private static Workbook shared(String item) {
        return Workbook.plain().with(TASK, "<c r='B7' t='s'><v>0</v></c>").texts(item);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<si><t>x</t><r><t>summarise</t></r></si>",
                "<si><t>summarise</t><t>zz</t></si>",
                "<si><t>summ<!-- -->arise</t></si>",
                "<si><t>summ<b/>arise</t></si>",
                "<si><b><t>summarise</t></b></si>",
                "<si><r><t>summ</t><t>arise</t></r></si>",
                "<si><r><rPr><sz val='11'/><sz val='1'/></rPr><t>summarise</t></r></si>",
                "<si><r><rPr/></r><r><t>summarise</t></r></si>",
                "<si><r><t>summarise </t></r><r><t>not</t></r></si>",
                "<si><r><t>summarise</t></r><r><t> not</t></r></si>"
            })
    void a_text_of_parts_that_programs_put_together_in_two_ways_is_refused(String item) {
        assertThat(faults(shared(item)))
                .containsExactly("t.xlsx:7:2: the cell holds a text of parts that programs put together in two ways");
        var inline = item.replace("si>", "is>");
        assertThat(faults(Workbook.plain().with(TASK, "<c r='B7' t='inlineStr'>%s</c>".formatted(inline))))
                .containsExactly("t.xlsx:7:2: the cell holds a text of parts that programs put together in two ways");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<si><t>summarise</t></si>",
                "<si><t xml:space='preserve'>summarise </t></si>",
                "<si><r><rPr><b/><sz val='11'/></rPr><t>summ</t></r><r><t>arise</t></r></si>",
                "<si><r><t>summarise</t></r><r><rPr><b/></rPr><t xml:space='preserve'> </t></r></si>",
                "<si><t>summarise</t><rPh sb='0' eb='1'><t>zz</t></rPh><phoneticPr fontId='1'/></si>",
                "<si><t><![CDATA[summ]]>arise</t></si>"
            })
    void a_text_of_parts_is_read_as_one(String item) {
        var sheet = read(shared(item));

        assertThat(sheet.faults()).isEmpty();
        assertThat(sheet.cell(7, 2)).isEqualTo("summarise");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<si><t>summ_x0061_rise</t></si>",
                "<si><t>summ_x006A_rise</t></si>",
                "<si><r><t>summ_x00</t></r><r><t>61_rise</t></r></si>",
                "<si><r><t>summ_</t></r><r><t>x0</t></r><r><t>061</t></r><r><t>_rise</t></r></si>",
                "<si><t>summ_x0<![CDATA[061]]>_rise</t></si>",
                "<si><t>_x005F_x0061_</t></si>"
            })
    void a_letter_by_its_number_is_refused(String item) {
        var told =
                "t.xlsx:7:2: the cell holds a letter by its number (as in _x0061_), which some programs read as the letter and others show as it is written";

        assertThat(faults(shared(item))).containsExactly(told);
        assertThat(faults(Workbook.plain()
                        .with(TASK, "<c r='B7' t='inlineStr'>%s</c>".formatted(item.replace("si>", "is>")))))
                .containsExactly(told);
        assertThat(faults(Workbook.plain().with(TASK, "<c r='B7' t='str'><v>summ_x0061_rise</v></c>")))
                .containsExactly(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"summ_x061_rise", "summ_0061_rise", "_x00G1_", "x0061"})
    void what_only_looks_like_one_is_read(String task) {
        var sheet = read(shared("<si><t>%s</t></si>".formatted(task)));

        assertThat(sheet.faults()).isEmpty();
        assertThat(sheet.cell(7, 2)).isEqualTo(task);
    }

    @Test
    void texts_are_counted_alike_by_all_programs() {
        assertThat(faults(shared("<x><si><t>summarise</t></si></x><si><t>chat</t></si>")))
                .containsExactly("t.xlsx:1:1: holds texts that some programs read and others leave out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<c r='B7' t='inlineStr'><v>chat</v><is><t>summarise</t></is></c>",
                "<c r='B7' t='inlineStr'><is><t>summarise</t></is><is><t>chat</t></is></c>",
                "<c r='B7' t='str'><v>summarise</v><v>chat</v></c>",
                "<c r='B7' t='str'><v>summ<!-- -->arise</v></c>",
                "<c r='B7' t='str'><v>summarise</v><is><t>chat</t></is></c>",
                "<c r='B7' t='str'><v>summarise</v><w>chat</w></c>",
                "<c r='B7' t='str'><v>summ<w/>arise</v></c>"
            })
    void a_cell_of_several_values_is_refused(String cell) {
        assertThat(faults(Workbook.plain().with(TASK, cell)))
                .containsExactly(
                        "t.xlsx:7:2: the cell holds more than one value, and programs differ in which they take");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "'', 1000d",
                "'', 0x3e8p0",
                "'', NaN",
                "'', INF",
                "'', -Infinity",
                "'', 1e400",
                "'', ` 5`",
                "'', ``",
                "t='n', 1_000",
                "t='b', 2",
                "t='b', true",
                "t='s', 7",
                "t='s', +0",
                "t='d', 2026-11-21",
                "t=' n', 5"
            })
    void a_value_that_is_none_of_its_type_is_refused(String type, String value) {
        assertThat(faults(Workbook.plain()
                        .with(TOKENS, "<c r='C7' %s><v>%s</v></c>".formatted(type.replace("''", ""), value))))
                .singleElement()
                .asString()
                .startsWith("t.xlsx:7:3: the cell's value (%s) is none of its type (".formatted(value));
    }

    @ParameterizedTest
    @CsvSource({"500, 500", "5E2, 500", "500.0, 500", "+500, 500", ".5, 0.5"})
    void a_number_may_be_written_as_numbers_are(String written, String read) {
        var sheet = read(Workbook.plain().with(TOKENS, "<c r='C7'><v>%s</v></c>".formatted(written)));

        assertThat(sheet.faults()).isEmpty();
        assertThat(sheet.cell(7, 3)).isEqualTo(read);
    }

    @Test
    void cells_stand_in_rows_and_values_in_cells() {
        assertThat(faults(Workbook.plain().rows("<x><row r='9'/></x>")))
                .containsExactly("t.xlsx:1:1: holds (row) where some programs read it and others do not");
        assertThat(faults(Workbook.plain().rows("<row r='9'><x><c r='A9'/></x></row>")))
                .containsExactly("t.xlsx:1:1: holds (c) where some programs read it and others do not");
        assertThat(faults(Workbook.plain().rows("<row r='9'><v>9</v></row>")))
                .contains("t.xlsx:1:1: holds (v) where some programs read it and others do not");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<col min='3' max='3' width='9'/><col min='2' max='2' width='9'/>",
                "<col min='2' max='4' width='9'/><col min='4' max='4' width='90'/>",
                "<col min='3' max='2' width='9'/>",
                "<col min='0' max='2' width='9'/>",
                "<col min='2' max='x' width='9'/>"
            })
    void columns_that_are_spoken_of_twice_or_in_no_order_are_refused(String columns) {
        assertThat(faults(Workbook.plain().before("<cols>%s</cols>".formatted(columns))))
                .containsExactly(
                        "t.xlsx:1:1: says twice, or not in their order, how its columns look: programs differ in what they make of it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<c r='C7'><f>500+500</f><v></v></c>",
                "<c r='C7'><f>500+500</f><v/></c>",
                "<c r='C7' t='b'><f>1=1</f><v></v></c>",
                "<c r='C7'><f>500+500</f></c>"
            })
    void a_formula_that_no_program_has_worked_out_is_refused_though_values_are_asked_for(String cell) {
        assertThat(faults(values(cell)))
                .containsExactly("t.xlsx:7:3: the cell holds an error, or a formula that was never worked out");
    }

    @Test
    void a_formula_that_waits_for_the_next_program_was_not_worked_out() {
        var waits =
                "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets><sheet name='t' sheetId='1' r:id='rId1'/></sheets><calcPr calcId='124519' fullCalcOnLoad='1'/></workbook>";

        assertThat(faults(values("<c r='C7'><f>500+500</f><v>0</v></c>").part("xl/workbook.xml", waits)))
                .containsExactly("t.xlsx:7:3: the cell holds an error, or a formula that was never worked out");
        assertThat(faults(Workbook.plain().part("xl/workbook.xml", waits)))
                .as("nothing is to be worked out")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "IF(TODAY()>1,99,10) | TODAY",
                "10*rand() | rand",
                "_xlfn.RANDARRAY (1) | RANDARRAY",
                "_xlfn.WEBSERVICE(A1) | WEBSERVICE",
                "ORG.LIBREOFFICE.RAND.NV() | RAND.NV",
                "SUM(OFFSET(A1,1,1)) | OFFSET",
                "_xll.Price(1) | a function of an add-in",
                "IF(A1=\"TODAY()\",NOW(),1) | NOW"
            })
    void a_formula_that_comes_to_something_else_each_time_is_refused_though_values_are_asked_for(
            String formula, String why) {
        assertThat(faults(values("<c r='C7'><f>%s</f><v>10</v></c>".formatted(formula.replace(">", "&gt;")))))
                .containsExactly(
                        "t.xlsx:7:3: the cell's formula may come to something else whenever it is worked out (%s)"
                                .formatted(why));
    }

    @Test
    void a_formula_that_says_so_itself_or_names_one_that_does_is_refused_too() {
        var workbook =
                "<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets><sheet name='t' sheetId='1' r:id='rId1'/></sheets>%s</workbook>";
        var names = "<definedNames><definedName name='most'>IF(TODAY()&gt;1,99,10)</definedName></definedNames>";
        var asksMost = values("<c r='C7'><f>most</f><v>10</v></c>");
        var told = "t.xlsx:7:3: the cell's formula may come to something else whenever it is worked out (%s)";

        assertThat(faults(values("<c r='C7'><f ca='1'>5+5</f><v>10</v></c>")))
                .containsExactly(told.formatted("it says so itself"));
        assertThat(faults(asksMost.part("xl/workbook.xml", workbook.formatted(names))))
                .containsExactly(told.formatted("TODAY"));
        assertThat(faults(asksMost.part("xl/workbook.xml", workbook.formatted("<calcPr iterate='1'/>"))))
                .containsExactly(told.formatted("formulas that ask for themselves"));
        assertThat(faults(values("<c r='C7'><f>other+5</f><v>10</v></c>")
                        .part("xl/workbook.xml", workbook.formatted(names))))
                .as("it asks for another one")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5+5", "TODAYS+5", "IF(A1=\"NOW()\",1,10)", "BRAND(1)"})
    void other_formulas_are_what_they_came_to(String formula) {
        assertThat(faults(values("<c r='C7'><f>%s</f><v>10</v></c>".formatted(formula))))
                .isEmpty();
    }

    @Test
    void a_formula_may_come_to_no_text() {
        assertThat(faults(values("<c r='C7' t='str'><f>\"\"</f><v></v></c>"))).isEmpty();
    }

    private static Workbook values(String cell) {
        var says =
                "<c r='C1' t='inlineStr'><is><t>formulas</t></is></c><c r='D1' t='inlineStr'><is><t>values</t></is></c>";
        return Workbook.plain().with(TOKENS, cell).with(NAME, NAME + says);
    }

    @Test
    void a_sheet_of_little_but_formats_is_read_however_well_it_is_packed() {
        var random = new Random(1);
        var other = new StringBuilder("<a>");
        for (int i = 0; i < 60_000; i++) {
            other.append((char) ('a' + random.nextInt(26)));
        }

        assertThat(faults(Workbook.plain()
                        .rows("<row>%s</row>".formatted("<c/>".repeat(50)).repeat(1_000))
                        .part("docProps/app.xml", other.append("</a>").toString())))
                .isEmpty();
    }
}
