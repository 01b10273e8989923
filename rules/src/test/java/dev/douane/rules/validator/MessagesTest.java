package dev.douane.rules.validator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people get wrong who come from a word processor, a spreadsheet or another country is said in words that help. */
class MessagesTest {
    @TempDir
    private Path packs;

    private static List<String> problems(Pack pack) {
        return new PackValidator(Vocabulary.FIXED)
                .check(pack).problems().stream().map(PackProblem::message).toList();
    }

    private List<String> problems(String when, String then) throws PackException {
        return problems(PackOnDisk.of(packs).rule("A-1", when, then).read());
    }

    @ParameterizedTest
    @ValueSource(strings = {"„chat“", "“chat”", "«chat»", "»chat«", "‘chat’"})
    void typographic_quotes(String quoted) throws PackException {
        assertThat(problems("Workload(task == " + quoted + ")", "decision.flag(\"a\");"))
                .containsExactly("a typographic quote (%s) begins no text\nMaybe write straight quotes: \"chat\"."
                        .formatted(quoted.charAt(0)));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"10_000, 10000", "10'000, 10000", "10 000, 10000", "1_000_000, 1000000"})
    void digits_in_groups(String written, String meant) throws PackException {
        assertThat(problems("", "decision.capOutputTokens(" + written + ");"))
                .containsExactly("number (%s) has its digits in groups\nMaybe write %s.".formatted(written, meant));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10,000 | number (10,000) has its digits in groups; Maybe write 10000.",
                "0,90 | number (0,90) has a decimal comma; Maybe write 0.90."
            })
    void numbers_with_commas(String written, String told) throws PackException {
        assertThat(problems("Call(inputTokens >= " + written + ")", "decision.flag(\"a\");"))
                .containsExactly(told.replace("; ", "\n"));
        assertThat(problems("", "decision.capOutputTokens(" + written + ");"))
                .containsExactly(told.replace("; ", "\n"));
    }

    @Test
    void the_rest_of_a_number_in_groups() throws PackException {
        var pack = PackOnDisk.of(packs)
                .rule("A-1", "Call(inputTokens in (10,000))", "decision.flag(\"a\");")
                .read();

        assertThat(problems(pack)).containsExactly("number (000) begins with a zero, as if it were a part of one");
        assertThat(new PackValidator(Vocabulary.FIXED)
                        .check(pack, Map.of(), "", PackValidator.FIRST_LEVEL)
                        .problems())
                .isEmpty();
    }

    @Test
    void a_missing_semicolon() throws PackException {
        assertThat(problems("", "decision.flag(\"a\")"))
                .containsExactly("decision.flag(…) is not closed by a semicolon\nMaybe write ; behind its bracket.");
        assertThat(problems(PackOnDisk.of(packs, "table", "cost-tier")
                        .with("tables/t.csv", """
                RuleSet,t,,
                RuleTable T,,,
                NAME,ACTION,METADATA,METADATA
                ,,,
                ,"decision.flag(""$param"")","id(""$param"")","reason(""$param"")"
                rule,mark,id,reason
                one,a,T-1,Because.
                """)
                        .read()))
                .containsExactly("decision.flag(…) is not closed by a semicolon\nMaybe write ; behind its bracket.");
    }

    @Test
    void cells_that_are_parted_by_tabs() throws PackException {
        var pack = PackOnDisk.of(packs)
                .with("tables/t.csv", "RuleSet\tt\nRuleTable T\t\n")
                .read();

        assertThat(problems(pack))
                .containsExactly(
                        "its cells are parted by tabs, not by commas\nMaybe save it as CSV with commas, and numbers with a decimal point.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+99999-01-01", "1969-12-31", "0001-01-01", "-0001-01-01"})
    void dates_that_are_out_of_bounds_in_a_new_pack(String date) throws PackException {
        var pack = PackOnDisk.of(packs)
                .rule("A-1", "Clock(date >= \"%s\")".formatted(date), "decision.flag(\"a\");")
                .read();

        assertThat(problems(pack))
                .containsExactly(
                        "date (%s) must be between 1970-01-01 and 9999-12-31, written like 2026-11-21".formatted(date));
        assertThat(new PackValidator(Vocabulary.FIXED)
                        .check(pack, Map.of(), "", PackValidator.FIRST_LEVEL)
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01", "2000-02-29", "9999-12-31"})
    void dates_in_bounds(String date) throws PackException {
        assertThat(problems("Clock(date >= \"%s\")".formatted(date), "decision.flag(\"a\");"))
                .isEmpty();
    }
}
