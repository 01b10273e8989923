package dev.douane.rules.validator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.PackReader;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A cell is a value, and the value that people read. */
class TypedCellsTest {
    private static final PackFile MANIFEST = new PackFile("pack.yaml", """
            name: example
            version: 1.0.0
            concern: budget
            owners: [tests]
            title: A pack for a test
            description: Says what the test needs it to say.
            """);

    private static final Pattern PATTERN = Pattern.compile("Call\\((.*)\\)\n");

    private static final String POINTS = "RuleSet,caps";

    /** A table of one condition on the call, one effect and one row. */
    private static CheckedPack check(String first, int level, String when, String condition, String then, String effect)
            throws PackException {
        var separator = first.substring(7, 8);
        var rows = List.of(
                List.of("RuleTable Caps"),
                List.of("NAME", "CONDITION", "ACTION", "METADATA", "METADATA"),
                List.of("", "Call", "", "", ""),
                List.of("", when, then, "id(\"$param\")", "reason(\"$param\")"),
                List.of("rule", "if", "then", "id", "reason"),
                List.of("one", condition, effect, "T-1", "A table says so."));
        var text = new StringBuilder(first).append('\n');
        rows.forEach(row -> text.append(String.join(
                        separator,
                        row.stream()
                                .map(cell -> cell.isEmpty() ? "" : "\"" + cell.replace("\"", "\"\"") + "\"")
                                .toList()))
                .append('\n'));
        return new PackValidator(Vocabulary.FIXED)
                .check(
                        PackReader.of("example", List.of(MANIFEST, new PackFile("tables/t.csv", text.toString()))),
                        Map.of(),
                        "",
                        level);
    }

    private static List<String> problems(CheckedPack pack) {
        return pack.problems().stream().map(PackProblem::toString).toList();
    }

    /** What the row says, or what is wrong with it. */
    private static List<String> said(String first, int level, String when, String cell) throws PackException {
        var pack = check(first, level, when, cell, "decision.flag(\"$param\");", "x");
        return pack.problems().isEmpty()
                ? pack.rules().stream().map(TypedCellsTest::constraints).toList()
                : pack.problems().stream().map(PackProblem::message).toList();
    }

    private static String constraints(RuleTree rule) {
        var pattern = PATTERN.matcher(RuleText.of(rule));
        assertThat(pattern.find()).isTrue();
        return pattern.group(1);
    }

    private static List<String> said(String when, String cell) throws PackException {
        return said(POINTS, PackValidator.LEVEL, when, cell);
    }

    @Test
    void ten_thousand_is_not_ten_and_a_rest() throws PackException {
        assertThat(said("inputTokens >= $1", "10,000"))
                .containsExactly("number (10,000) has its digits in groups\nMaybe write 10000.");
        assertThat(said("inputTokens >= $param", "10,000"))
                .containsExactly("number (10,000) has its digits in groups\nMaybe write 10000.");
        assertThat(said("inputTokens in ($param)", "10,000, 20,000"))
                .containsExactly("number (10,000) has its digits in groups\nMaybe write 10000.");
        assertThat(said("inputTokens >= $1, inputTokens < $2", "10,000"))
                .containsExactly("number (10,000) has its digits in groups\nMaybe write 10000.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$param", "$1"})
    void ninety_cents_are_not_nothing(String hole) throws PackException {
        var pack = check(
                POINTS,
                PackValidator.LEVEL,
                "n >= $param",
                "1",
                "decision.capCallCost(\"%s\");".formatted(hole),
                "0,90");

        assertThat(problems(pack))
                .containsExactly(
                        "tables/t.csv:7:3: number (0,90) has a decimal comma\nMaybe write 0.90, or say the locale in the RuleSet line.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.000,50 | number (10.000,50) has its digits in groups; Maybe write 10000.50.",
                "1.000.000 | number (1.000.000) has its digits in groups; Maybe write 1000000.",
                "10 000 | number (10 000) has its digits in groups; Maybe write 10000.",
                "10'000 | number (10'000) has its digits in groups; Maybe write 10000.",
                "007 | number (007) begins with a zero, as if it were a part of one",
                "1, 2 | (1, 2) are several values, and one is taken here",
                "1e3 | number (1e3) is written with an exponent; Maybe write 1000.",
                "1.5E+2 | number (1.5E+2) is written with an exponent; Maybe write 150.",
                "many | (many) is no value; Maybe write a number, true, false, or texts in quotes with commas between."
            })
    void what_is_no_number_is_told_in_the_right_word(String cell, String told) throws PackException {
        assertThat(said("inputTokens >= $param", cell)).containsExactly(told.replace("; ", "\n"));
    }

    @ParameterizedTest
    @CsvSource({"1.000, 1000", "12.125, 12125", "-100.000, -100000"})
    void one_or_a_thousand_is_not_guessed(String cell, String thousands) throws PackException {
        var told =
                "number (%s) may have a fraction, or its digits in groups\nMaybe write %s, or %s0, or say the locale in the RuleSet line."
                        .formatted(cell, thousands, cell);

        for (var when : List.of("n >= $param", "n >= $1", "n in ($param)")) {
            assertThat(said(when, cell)).containsExactly(told);
        }
        assertThat(said("n in ($param)", "2, " + cell)).containsExactly(told);
        var cost = check(POINTS, PackValidator.LEVEL, "n >= $param", "1", "decision.capCallCost(\"$param\");", cell);
        assertThat(problems(cost)).containsExactly("tables/t.csv:7:3: " + told);
    }

    @Test
    void three_digits_behind_a_nothing_and_numbers_of_a_said_locale_are_not_doubtful() throws PackException {
        var usage = "decision.capCallCost(\"$param\");";

        for (var cost : List.of("0.125", "0.900", "1234.125", "1.0000", "1.5")) {
            assertThat(problems(check(POINTS, PackValidator.LEVEL, "n >= $param", "1", usage, cost)))
                    .as(cost)
                    .isEmpty();
        }
        assertThat(problems(check(POINTS + ",locale,en", PackValidator.LEVEL, "n >= $param", "1", usage, "1.125")))
                .isEmpty();
        assertThat(problems(check(POINTS, PackValidator.FIRST_LEVEL, "n >= $param", "1", usage, "1.125")))
                .as("a pack that was accepted before")
                .isEmpty();
    }

    @Test
    void a_minus_apart_from_its_number_makes_none() throws PackException {
        assertThat(said("n in ($param)", "1, - 5"))
                .containsExactly(
                        "(1, - 5) is no value\nMaybe write a number, true, false, or texts in quotes with commas between.");
        assertThat(said(POINTS, PackValidator.FIRST_LEVEL, "n in ($param)", "1, - 5"))
                .containsExactly("n in (1, -5)");
        assertThat(said("region in ($param)", "\"a - 5\", \"b\"")).containsExactly("region in (\"a - 5\", \"b\")");
    }

    @Test
    void a_long_text_is_told_like_any_other() throws PackException {
        assertThat(said("region == $param", "\"" + "a".repeat(19_000) + "\"")).isNotEmpty();
    }

    @Test
    void a_cell_has_as_many_parts_as_its_column_takes() throws PackException {
        var between = "inputTokens >= $1, inputTokens < $2";

        assertThat(said(between, "1000, 2000")).containsExactly("inputTokens >= 1000, inputTokens < 2000");
        assertThat(said(between, "1000, 2000, 3000"))
                .containsExactly(
                        "the column's snippet takes 2 values between commas, and this cell holds 3: (1000, 2000, 3000)");
        assertThat(said(between, "1000"))
                .containsExactly("the column's snippet takes 2 values between commas, and this cell holds 1: (1000)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inputTokens >= $1 | 10,000 | inputTokens >= 10",
                "inputTokens >= $1, inputTokens < $2 | 1, 2, 3 | inputTokens >= 1, inputTokens < 2",
                "inputTokens in ($param) | 10,000 | inputTokens in (10, 0)",
                "inputTokens >= $param | 5 /* or so */ | inputTokens >= 5",
                "inputTokens >= $param /* $1 */ | 5 | inputTokens >= 5"
            })
    void a_pack_that_was_accepted_before_is_read_as_it_was(String when, String cell, String as) throws PackException {
        assertThat(said(POINTS, PackValidator.FIRST_LEVEL, when, cell)).containsExactly(as);
        assertThat(check(POINTS, PackValidator.LEVEL, when, cell, "decision.flag(\"$param\");", "x")
                        .problems())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5 // or so", "5 /* or so */", "/**/5"})
    void a_cell_has_no_comment(String cell) throws PackException {
        assertThat(said("inputTokens >= $param, interactive", cell))
                .anySatisfy(problem -> assertThat(problem).startsWith("a cell holds a comment (/"));
        assertThat(said("inputTokens >= $param // up to " + cell, "5"))
                .anySatisfy(problem -> assertThat(problem).startsWith("a cell holds a comment (/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5, interactive",
                "5) then",
                "n",
                "$b",
                "params.x",
                "5 || n >= 1",
                "null",
                "\"a\" \"b\"",
                "5 -",
                ","
            })
    void a_value_never_becomes_a_part_of_a_rule(String cell) throws PackException {
        for (int level : List.of(PackValidator.FIRST_LEVEL, PackValidator.LEVEL)) {
            assertThat(check(POINTS, level, "inputTokens >= $param", cell, "decision.flag(\"$param\");", "x")
                            .problems())
                    .isNotEmpty();
        }
    }

    @Test
    void a_text_stays_one_text_whatever_it_holds() throws PackException {
        assertThat(said("operation == \"chat\", region == \"$param\"", "a, b // c; $1 $param"))
                .containsExactly("operation == \"chat\", region == \"a, b // c; $1 $param\"");
        assertThat(said("region == \"$1-$2\"", "a, b")).containsExactly("region == \"a-b\"");
    }

    @Test
    void where_the_line_says_a_locale_numbers_have_commas_and_semicolons_part_values() throws PackException {
        var german = "RuleSet;caps;locale;de";

        assertThat(said(german, PackValidator.LEVEL, "inputTokens >= $1, inputTokens < $2", "1000; 2000"))
                .containsExactly("inputTokens >= 1000, inputTokens < 2000");
        assertThat(said(german, PackValidator.LEVEL, "region in ($param)", "\"a,b\"; \"c\""))
                .containsExactly("region in (\"a,b\", \"c\")");
        assertThat(said(german, PackValidator.LEVEL, "inputTokens >= $param", "10.000"))
                .containsExactly("number (10.000) has its digits in groups\nMaybe write 10000.");
        assertThat(said(german, PackValidator.LEVEL, "inputTokens >= $1, inputTokens < $2", "1000, 2000"))
                .containsExactly(
                        "the column's snippet takes 2 values between semicolons, and this cell holds 1: (1000, 2000)");
        var cost = check(german, PackValidator.LEVEL, "n >= $param", "1", "decision.capCallCost(\"$param\");", "0,90");
        assertThat(cost.problems()).isEmpty();
        assertThat(cost.rules())
                .extracting(RuleText::of)
                .singleElement()
                .asString()
                .contains("capCallCost(\"0.9\")");
        assertThat(problems(check(
                        german, PackValidator.LEVEL, "n >= $param", "1", "decision.capCallCost(\"$param\");", "0.90")))
                .containsExactly(
                        "tables/t.csv:7:3: number (0.90) has a decimal point, and the sheet's locale has decimal commas\nMaybe write 0,90.");
    }
}
