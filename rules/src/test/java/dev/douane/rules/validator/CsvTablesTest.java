package dev.douane.rules.validator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.PackReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file of comma-separated values shows counts, and what does not count is refused. */
class CsvTablesTest {
    private static final PackFile MANIFEST = new PackFile("pack.yaml", """
            name: example
            version: 1.0.0
            concern: budget
            owners: [tests]
            title: A pack for a test
            description: Says what the test needs it to say.
            """);

    private static final String TABLE = """
            RuleSet,caps
            RuleTable Caps
            NAME,CONDITION,ACTION,METADATA,METADATA
            ,Workload,,,
            ,"workloadClass == ""$param""\","decision.capOutputTokens($param);","id(""$param"")","reason(""$param"")"
            rule,task,tokens,id,reason
            one,summarise,500,T-1,Summaries are short.
            """;

    private static CheckedPack check(String csv, int level) throws PackException {
        return new PackValidator(Vocabulary.FIXED)
                .check(
                        PackReader.of("example", List.of(MANIFEST, new PackFile("tables/t.csv", csv))),
                        Map.of(),
                        "",
                        level);
    }

    private static List<String> problems(String csv) throws PackException {
        return check(csv, PackValidator.LEVEL).problems().stream()
                .map(PackProblem::toString)
                .toList();
    }

    /** Refused in a new pack, and read as before in one that was accepted before. */
    private static List<String> newlyRefused(String csv) throws PackException {
        assertThat(check(csv, PackValidator.FIRST_LEVEL).problems()).isEmpty();
        assertThat(check(csv, PackValidator.FIRST_LEVEL).rules())
                .extracting(RuleText::of)
                .isEqualTo(rules(TABLE));
        return problems(csv);
    }

    private static List<String> rules(String csv) throws PackException {
        var checked = check(csv, PackValidator.LEVEL);
        assertThat(checked.problems()).isEmpty();
        return checked.rules().stream().map(RuleText::of).toList();
    }

    @Test
    void the_rest_of_a_cell_with_a_comma_is_refused() throws PackException {
        assertThat(newlyRefused(TABLE.replace("are short.\n", "are short.,but for legal.\n")))
                .containsExactly(
                        "tables/t.csv:7:6: (but for legal.) stands in no column of the table\nMaybe it is the rest of a cell with a comma in it: put that cell in quotes.");
    }

    @Test
    void a_column_that_does_not_say_what_it_is_is_refused_once_for_all_of_its_cells() throws PackException {
        assertThat(newlyRefused(
                        TABLE.replace("id,reason", "id,reason,interactive").replace("short.", "short.,false")))
                .containsExactly(
                        "tables/t.csv:6:6: (interactive) stands in a column that counts for nothing: it does not say NAME, CONDITION, ACTION or METADATA\nMaybe leave the column out.");
    }

    @Test
    void a_column_left_of_the_table_is_refused() throws PackException {
        var moved = TABLE.lines().map(line -> "," + line + "\n").reduce("", String::concat);

        assertThat(rules(moved)).isEqualTo(rules(TABLE));
        assertThat(newlyRefused(moved.replace(",rule,task", "not for,rule,task").replace(",one", "embedding,one")))
                .containsExactly(
                        "tables/t.csv:6:1: (not for) stands in a column that counts for nothing: it is left of the cell RuleTable\nMaybe leave the column out.");
    }

    @Test
    void a_cell_that_spreadsheet_programs_would_work_out_is_refused() throws PackException {
        assertThat(problems(TABLE.replace("one,summarise", "one,\"=\"\"summarise\"\"\"")))
                .contains(
                        "tables/t.csv:7:2: (=\"summarise\") is a formula to spreadsheet programs, which show what it comes to\nMaybe write the value.");
        assertThat(problems(TABLE.replace("one,summarise", "one,=chat")))
                .containsExactly(
                        "tables/t.csv:7:2: (=chat) is a formula to spreadsheet programs, which show what it comes to\nMaybe write the value.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@SUM(1)",
                "+1",
                "-1+2",
                "-A1",
                "-sum(A1)",
                "-true",
                "-chat+1",
                "- 5",
                "-5 -3",
                "--",
                "=1+cmd|' /C calc'!A0",
                "\uFF1D1+1",
                "\uFF201"
            })
    void a_cell_that_begins_as_formulas_do_is_refused_wherever_it_stands(String cell) throws PackException {
        var told = "(%s) is a formula to spreadsheet programs, which show what it comes to\nMaybe write the value."
                .formatted(cell);

        assertThat(problems(TABLE.replace("one,summarise", "one," + cell))).contains("tables/t.csv:7:2: " + told);
        assertThat(problems(TABLE.replace("Summaries are short.", cell))).contains("tables/t.csv:7:5: " + told);
        assertThat(problems(TABLE.replace("RuleSet,caps", "RuleSet,\"" + cell + "\"")))
                .containsExactly("tables/t.csv:1:2: " + told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "-0.5", "\"-5, -3\"", "\"-5, 3\""})
    void numbers_below_nothing_are_no_formulas(String numbers) throws PackException {
        var table = TABLE.replace(",Workload", ",Budget")
                .replace("workloadClass == \"\"$param\"\"", "remaining in ($param)");

        assertThat(rules(table.replace("one,summarise", "one," + numbers))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-summary", "-data-labelling", "-gpt-4", "-zusammenf\u00FChrung", "-truetype", "-"})
    void the_ending_of_a_word_is_no_formula(String ending) throws PackException {
        var table = TABLE.replace("workloadClass ==", "workloadClass str[endsWith]");

        assertThat(rules(table.replace("one,summarise", "one," + ending))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-2",
                "MAR1",
                "mar-1",
                "1-Mar",
                "00123",
                "1E5",
                "2/3",
                "1-2-26",
                "2026-11",
                "12:30",
                "123456789012",
                "MÄRZ 2026"
            })
    void a_text_that_spreadsheet_programs_show_as_something_else_is_refused(String text) throws PackException {
        assertThat(check(TABLE.replace("one,summarise", "one," + text), PackValidator.FIRST_LEVEL)
                        .problems())
                .isEmpty();
        assertThat(problems(TABLE.replace("one,summarise", "one," + text)))
                .containsExactly(
                        "tables/t.csv:7:2: (%s) is a number, a day or a time to spreadsheet programs, which show it in another way\nMaybe write a word that is none, or keep the table as XLSX with cells of text."
                                .formatted(text));
        assertThat(problems(TABLE.replace("T-1", text)))
                .as("an id is a text too")
                .anySatisfy(problem -> assertThat(problem).startsWith("tables/t.csv:7:4: (%s) is a ".formatted(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"COST-101", "DEC-101", "maybe-1", "march", "gpt-4", "2026-11-21", "a1", "1-2-x", "24x7"})
    void other_words_are_read(String text) throws PackException {
        assertThat(rules(TABLE.replace("one,summarise", "one," + text))).hasSize(1);
    }

    @Test
    void a_long_list_of_numbers_is_looked_through_once() throws PackException {
        var many = "-1" + ",1".repeat(100_000);

        assertThat(problems(TABLE.replace("one,summarise", "one,\"" + many + "x\"")))
                .anySatisfy(problem -> assertThat(problem).startsWith("tables/t.csv:7:2: (-1,1,1,"));
    }

    @Test
    void a_snippet_of_names_is_refused() throws PackException {
        assertThat(newlyRefused(TABLE.replace(",\"workloadClass ==", "interactive,\"workloadClass ==")))
                .containsExactly(
                        "tables/t.csv:5:1: a column NAME has no fact and no snippet\nMaybe leave the cells empty.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "RuleSet,caps | RuleSet,\"caps⏎RuleTable Old⏎NAME,CONDITION⏎\" | 1:2 | RuleTable Old",
                "RuleTable Caps | RuleTable Caps,\"⏎RuleTable Old\" | 2:2 | RuleTable Old",
                "rule,task,tokens | rule,\"task⏎old,chat,5\",tokens | 6:2 | old,chat,5"
            })
    void a_quote_in_a_cell_for_people_takes_in_no_rows(String what, String with, String at, String rest)
            throws PackException {
        assertThat(newlyRefused(TABLE.replace(what, with.replace('⏎', '\n'))))
                .contains(
                        "tables/t.csv:%s: the cell must be one line, and goes on to: (%s)\nMaybe a quote is missing at its end."
                                .formatted(at, rest));
    }

    @Test
    void a_quote_inside_a_cell_is_refused_for_it_may_be_meant_to_begin_one() throws PackException {
        var csv = TABLE.replace("RuleTable Caps", "RuleTable Caps \"a, b\"");

        assertThat(newlyRefused(csv))
                .containsExactly(
                        "tables/t.csv:2:1: a quote stands inside a cell that does not begin with one: (RuleTable Caps \"a)\nMaybe put the whole cell in quotes, and double those inside it.",
                        "tables/t.csv:2:2: a quote stands inside a cell that does not begin with one: (b\")\nMaybe put the whole cell in quotes, and double those inside it.");
    }

    @Test
    void a_problem_names_the_line_of_the_file_behind_cells_of_several_lines_too() throws PackException {
        var csv =
                TABLE.replace(",\"workloadClass ==", ",\"\n\nworkloadClass ==").replace("500", "many");

        assertThat(problems(csv))
                .containsExactly(
                        "tables/t.csv:9:3: (many) is no value\nMaybe write a number, true, false, or texts in quotes with commas between.");
    }

    @Test
    void a_problem_of_a_cell_behind_one_of_several_lines_names_the_line_on_which_the_cell_begins()
            throws PackException {
        var overLines = TABLE.replace("one,summarise", "\"one\n\n\",summarise");

        assertThat(problems(overLines.replace("500", "many")))
                .anySatisfy(problem -> assertThat(problem).startsWith("tables/t.csv:9:3: (many) is no value"));
        assertThat(problems(overLines.replace("summarise", "=chat")))
                .anySatisfy(problem -> assertThat(problem).startsWith("tables/t.csv:9:2: (=chat) is a formula"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"RuleSet;caps;locale;de", "\"RuleSet\";\"caps\";;\"LOCALE\";\"fr\"", ";;\nRuleSet;caps;locale;SV"
            })
    void semicolons_part_cells_where_the_line_says_a_locale(String first) throws PackException {
        var european =
                TABLE.replace("RuleSet,caps", "RuleSet").replace(',', ';').replace("RuleSet", first);

        assertThat(rules(european)).isEqualTo(rules(TABLE));
        assertThat(rules("\uFEFF" + european.replace("\n", "\r\n"))).isEqualTo(rules(TABLE));
    }

    @Test
    void a_locale_may_part_cells_by_commas_too() throws PackException {
        assertThat(rules(TABLE.replace("RuleSet,caps", "RuleSet,caps,locale,de")))
                .isEqualTo(rules(TABLE));
    }

    @Test
    void semicolons_without_a_locale_are_one_problem_that_says_the_way_out() throws PackException {
        assertThat(problems("\uFEFF" + TABLE.replace(',', ';')))
                .containsExactly(
                        "tables/t.csv:1:1: its cells are parted by semicolons, and its RuleSet line says no locale\nMaybe write it, and the language that numbers are written in, behind the sheet's name: RuleSet;caps;locale;de. Or save it as CSV with commas, and numbers with a decimal point.");
    }

    @Test
    void a_locale_that_is_not_known_is_named() throws PackException {
        assertThat(problems(TABLE.replace("RuleSet,caps", "RuleSet,caps,locale,de-CH")))
                .singleElement()
                .asString()
                .startsWith("tables/t.csv:1:4: locale (de-CH) is not known\nMaybe write one of bg, cs, da, de, el, ")
                .endsWith(", or en for numbers with a point.");
    }

    @Test
    void a_locale_is_said_once() throws PackException {
        assertThat(problems(TABLE.replace("RuleSet,caps", "RuleSet,caps,locale,de,locale,en")))
                .containsExactly("tables/t.csv:1:5: locale is said twice\nMaybe leave one out.");
    }

    @Test
    void a_first_line_for_one_program_alone_is_refused() throws PackException {
        assertThat(problems("sep=,\n" + TABLE))
                .containsExactly(
                        "tables/t.csv:1:1: its first line (sep=…) is for one program alone\nMaybe leave the line out, and begin with RuleSet.");
    }
}
