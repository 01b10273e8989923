package dev.douane.service.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvLineTest {
    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "plain | plain",
                "a,b | \"a,b\"",
                "say \"hi\" | \"say \"\"hi\"\"\"",
                "=1+1 | '=1+1",
                "+1 | '+1",
                "-1 | '-1",
                "@SUM(A1) | '@SUM(A1)",
                "=HYPERLINK(\"http://x\",\"y\") | \"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"",
                "a=1 | a=1",
                "'=1 | ''=1",
                "'tis | ''tis",
                "it's | it's",
                "a;b | \"a;b\"",
                ";=1 | \";'=1\"",
                "a; \"=1\" | \"a;' \"\"=1\"\"\"",
                "a;'=1 | \"a;''=1\"",
                ",=1 | \",=1\"",
                "\"=1 | \"'\"\"=1\""
            })
    void a_cell_says_what_it_says_and_runs_nothing(String value, String written) {
        assertThat(CsvLine.cell(value)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "＝1+1",
                "＋1",
                "－1",
                "＠x",
                "\ufe66" + "1", // small
                "\ufe62" + "1",
                "\ufe63" + "1",
                "\ufe6bx",
                "\u207c" + "1", // raised
                "\u208a" + "1", // lowered
                "\u2a75" + "1", // two of them
                "\u2212" + "1", // a minus
                " =1+1",
                "\u00a0=x",
                "\u3000＝x",
                "\ufeff=x",
                "\u200b+1",
                "\u0000-1",
                " \u202e @x",
                "\u2028=1"
            })
    void a_formula_in_wide_letters_or_behind_blanks_runs_neither(String value) {
        assertThat(CsvLine.cell(value)).isEqualTo("'" + value);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\u00a0", " plain", "1-1", "１＋１", "team a"})
    void what_begins_no_formula_stays_as_it_is(String value) {
        assertThat(CsvLine.cell(value)).isEqualTo(value);
    }

    /** As docs/auditors says it is read back. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1", "'=1", "''=1", "'", "a;=1", "a;'=1", ";;=1", "a\t=1", "\t=1", "a\n'b", "\r\n=1", "\"=1", "'\";'"
            })
    void two_texts_are_never_the_same_cell(String value) {
        var cell = CsvLine.cell(value);

        var text = cell.startsWith("\"") ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"") : cell;
        assertThat(text.replaceAll("(?<=^|[;\t\r\n])'", "")).isEqualTo(value);
    }

    @Test
    void nothing_is_an_empty_cell() {
        assertThat(CsvLine.cell(null)).isEmpty();
    }

    @Test
    void the_header_names_the_columns_in_their_order() {
        assertThat(CsvLine.HEADER.text())
                .isEqualTo(
                        "id,decidedAt,verdict,mode,principal,principalName,organisation,product,team,workflow,user,run,environment,modelAsked,"
                                + "deployment,model,provider,region,hosting,control,tier,rules,ruleset,catalog,requested,estimated,held,wouldHave,because\r\n");
    }
}
