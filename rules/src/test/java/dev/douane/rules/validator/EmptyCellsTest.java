package dev.douane.rules.validator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.pack.Ruleset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whichever cells of a row are empty: it is a rule that means what it shows, or the empty cell is named. */
class EmptyCellsTest {
    private static final PackFile MANIFEST = new PackFile("pack.yaml", """
            name: example
            version: 1.0.0
            concern: budget
            owners: [tests]
            title: A pack for a test
            description: Says what the test needs it to say.
            """);

    /** What a column is: its kind, what stands above it, its snippet, and a value that fits. */
    private record Column(String kind, String fact, String snippet, String value) {
        static Column condition(String fact, String snippet, String value) {
            return new Column("CONDITION", fact, snippet, value);
        }

        static Column action(String snippet, String value) {
            return new Column("ACTION", "", snippet, value);
        }
    }

    private static CheckedPack check(List<Column> columns, List<List<String>> rows) throws PackException {
        var lines = new ArrayList<List<String>>();
        lines.add(List.of("RuleSet", "t"));
        lines.add(List.of("RuleTable T"));
        lines.add(line("NAME", columns.stream().map(Column::kind), "METADATA", "METADATA"));
        lines.add(line("", columns.stream().map(Column::fact), "", ""));
        lines.add(line("", columns.stream().map(Column::snippet), "id(\"$param\")", "reason(\"$param\")"));
        lines.add(line("rule", columns.stream().map(column -> "title"), "id", "reason"));
        for (int i = 0; i < rows.size(); i++) {
            lines.add(line("row " + i, rows.get(i).stream(), "T-" + i, "So it is."));
        }
        var csv = lines.stream()
                .map(line -> line.stream()
                        .map(cell -> "\"" + cell.replace("\"", "\"\"") + "\"")
                        .collect(Collectors.joining(",", "", "\n")))
                .collect(Collectors.joining());
        var pack = PackReader.of("example", List.of(MANIFEST, new PackFile("tables/t.csv", csv)));
        return new PackValidator(Vocabulary.FIXED).check(pack, Map.of(), "", PackValidator.LEVEL);
    }

    private static List<String> line(String first, Stream<String> between, String id, String reason) {
        return Stream.of(Stream.of(first), between, Stream.of(id, reason))
                .flatMap(cells -> cells)
                .toList();
    }

    private static List<String> problems(CheckedPack checked) {
        return checked.problems().stream().map(PackProblem::toString).toList();
    }

    private static final List<Column> BUDGETS = List.of(
            Column.condition("$b : Budget", "usedFraction >= $param", "0.8"),
            Column.condition("Budget", "name != $b.name, hard == $param", "true"),
            Column.action("decision.flag(\"$param\");", "seen"));

    @Test
    void a_variable_above_an_empty_cell_that_another_cell_asks_for_is_refused_with_both() throws PackException {
        assertThat(problems(check(BUDGETS, List.of(List.of("0.8", "true", "seen"), List.of("", "true", "seen")))))
                .containsExactly(
                        "tables/t.csv:8:2: the cell is empty, so variable ($b), which column C of the row asks for, stands for nothing\nMaybe fill the cell, or leave that one empty too.");
    }

    @Test
    void where_both_are_empty_the_row_does_not_look_at_them() throws PackException {
        var checked = check(BUDGETS, List.of(List.of("", "", "seen")));

        assertThat(problems(checked)).isEmpty();
        assertThat(checked.rules().getFirst().when()).isEmpty();
    }

    @Test
    void an_effect_that_asks_for_it_is_a_column_like_any_other() throws PackException {
        assertThat(problems(check(
                        List.of(
                                Column.condition("$b : Budget", "usedFraction >= $param", "0.8"),
                                Column.action("decision.flag($b.name);", "x")),
                        List.of(List.of("", "x")))))
                .containsExactly(
                        "tables/t.csv:7:2: the cell is empty, so variable ($b), which column C of the row asks for, stands for nothing\nMaybe fill the cell, or leave that one empty too.");
    }

    @Test
    void a_variable_that_a_snippet_binds_is_not_bound_by_an_empty_cell() throws PackException {
        assertThat(problems(check(
                        List.of(
                                Column.condition("Budget", "$n : name, usedFraction >= $param", "0.8"),
                                Column.condition("Budget", "name != $n, hard == $param", "true"),
                                Column.action("decision.flag(\"$param\");", "seen")),
                        List.of(List.of("", "true", "seen")))))
                .containsExactly(
                        "tables/t.csv:7:2: the cell is empty, so variable ($n), which column C of the row asks for, stands for nothing\nMaybe fill the cell, or leave that one empty too.");
    }

    /** There is always one caller, so an empty cell leaves no doubt which one is meant. */
    @Test
    void a_fact_of_which_there_is_always_one_is_bound_above_empty_cells_too() throws PackException {
        var checked = check(
                List.of(
                        Column.condition("$c : Caller", "team == \"$param\"", "a"),
                        Column.condition("Workload", "task != $c.product, interactive == $param", "true"),
                        Column.action("decision.flag(\"$param\");", "seen")),
                List.of(List.of("", "true", "seen"), List.of("", "", "seen")));

        assertThat(problems(checked)).isEmpty();
        assertThat(checked.rules().getFirst().when())
                .extracting(RuleText::of)
                .containsExactly("$c : Caller()", "Workload(task != $c.product, interactive == true)");
        assertThat(checked.rules().getLast().when()).isEmpty();
    }

    @Test
    void a_typing_error_in_a_snippet_is_told_once_and_what_is_wrong_with_cells_for_each_of_them() throws PackException {
        assertThat(problems(check(
                        List.of(
                                Column.condition("Workload", "taks == \"$param\"", "a"),
                                Column.condition("Call", "inputTokens >= $param", "5"),
                                Column.action("decision.flga(\"$param\");", "seen")),
                        List.of(
                                List.of("a", "5", "seen"),
                                List.of("b", "\"five\"", "seen"),
                                List.of("", "\"six\"", "seen")))))
                .containsExactly(
                        "tables/t.csv:5:2: Workload has no field (taks)\nMaybe task?",
                        "tables/t.csv:5:4: there is no effect (flga)\nMaybe flag?",
                        "tables/t.csv:8:3: Call.inputTokens is a whole number and is compared with the text (five)\nMaybe write it without quotes.",
                        "tables/t.csv:9:3: Call.inputTokens is a whole number and is compared with the text (six)\nMaybe write it without quotes.");
    }

    @Test
    void a_variable_that_two_columns_bind_is_told_once() throws PackException {
        assertThat(problems(check(
                        List.of(
                                Column.condition("$b : Budget", "hard == $param", "true"),
                                Column.condition("Workload", "interactive == $param", "true"),
                                Column.condition("$b : Budget", "usedFraction >= $param", "0.8"),
                                Column.action("decision.flag(\"$param\");", "seen")),
                        List.of(List.of("true", "true", "0.8", "seen"), List.of("true", "", "0.9", "seen")))))
                .containsExactly("tables/t.csv:4:4: variable ($b) is bound already\nMaybe choose another name.");
    }

    private static final List<Column> CONDITIONS = List.of(
            Column.condition("$b : Budget", "usedFraction >= $param", "0.8"),
            Column.condition("$b : Budget", "hard == $param", "true"),
            Column.condition("", "remaining < $param", "5"),
            Column.condition("Budget", "$n : name, pace > $1, pace < $2", "1, 2"),
            Column.condition("Budget", "name != $b.name", "x"),
            Column.condition("Budget", "name != $n, hard == $param", "false"),
            Column.condition("$c : Caller", "team == \"$param\"", "a"),
            Column.condition("Caller", "$p : product, location in ($param)", "\"DE\", \"FR\""),
            Column.condition("Workload", "task != $c.team", "x"),
            Column.condition("Workload", "task == $p || interactive == $param", "true"),
            Column.condition("Data", "classes contains \"$param\"", "personal"),
            Column.condition("Outage", "provider != null", "x"),
            Column.condition("$o : Outage", "region == \"$param\"", "eu"),
            Column.condition("Call", "provider == $o.provider, n >= $param", "1"));

    private static final List<Column> ACTIONS = List.of(
            Column.action("decision.flag(\"$param\");", "seen"),
            Column.action("decision.capOutputTokens($param);", "500"),
            Column.action("decision.flag($b.name);", "x"),
            Column.action("decision.flag($n); decision.flag(\"$param\");", "seen"));

    static LongStream seeds() {
        return LongStream.range(0, 30L * Integer.getInteger("douane.test.times", 1));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void any_row_is_a_rule_that_reads_as_it_is_written_or_a_problem_with_its_place(long seed) throws PackException {
        var any = new Random(seed);
        for (int i = 0; i < 20; i++) {
            var columns = new ArrayList<Column>();
            for (int n = any.nextInt(6); n >= 0; n--) {
                columns.add(CONDITIONS.get(any.nextInt(CONDITIONS.size())));
            }
            for (int n = any.nextInt(2); n >= 0; n--) {
                columns.add(ACTIONS.get(any.nextInt(ACTIONS.size())));
            }
            var rows = new ArrayList<List<String>>();
            for (int n = 0; n < 4; n++) {
                rows.add(columns.stream()
                        .map(column -> any.nextInt(3) == 0 ? "" : column.value())
                        .toList());
            }
            var checked = check(columns, rows);

            assertThat(checked.problems())
                    .as("%s %s", columns, rows)
                    .allSatisfy(problem -> assertThat(problem.line()).isPositive());
            for (var rule : checked.rules()) {
                assertThat(again(rule)).as("%s %s", columns, rows).isEqualTo(RuleText.of(rule));
            }
        }
    }

    private static String again(RuleTree rule) throws PackException {
        var text = RuleText.of(rule);
        var pack = PackReader.of("example", List.of(MANIFEST, new PackFile("rules/a.drl", text)));
        return new PackValidator(Vocabulary.FIXED)
                        .check(pack, Map.of(), "", PackValidator.FIRST_LEVEL)
                        .rules()
                        .stream() // however many budgets it looks at
                        .map(RuleText::of)
                        .collect(Collectors.joining());
    }

    @Test
    void what_is_accepted_compiles() throws PackException {
        var columns = List.of(
                Column.condition("$c : Caller", "team == \"$param\"", "a"),
                Column.condition("Workload", "task != $c.product, interactive == $param", "true"),
                Column.condition("$b : Budget", "usedFraction >= $param", "0.8"),
                Column.condition("Budget", "name != $b.name, hard == $param", "true"),
                Column.action("decision.flag(\"$param\");", "seen"));
        var rows = List.of(
                List.of("", "true", "0.8", "true", "seen"),
                List.of("", "true", "0.8", "", "seen"),
                List.of("", "true", "", "", "seen"));
        var checked = check(columns, rows);
        assertThat(problems(checked)).isEmpty();
        var text = checked.rules().stream().map(RuleText::of).collect(Collectors.joining("\n"));
        var pack = PackReader.of("example", List.of(MANIFEST, new PackFile("rules/a.drl", text)));

        try (var rules = new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(List.of(pack)))) {
            assertThat(rules.rules()).hasSize(3);
        }
    }
}
