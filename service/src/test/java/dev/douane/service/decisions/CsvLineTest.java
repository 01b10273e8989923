package dev.douane.service.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                "a=1 | a=1"
            })
    void a_cell_says_what_it_says_and_runs_nothing(String value, String written) {
        assertThat(CsvLine.cell(value)).isEqualTo(written);
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
