package dev.douane.rules.validator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.drl.Concern;
import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.Work;
import dev.douane.rules.sheet.SheetReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a cell holds: it is a value, and the value that it always was. */
class SnippetPropertiesTest {
    private static final PackWords WORDS =
            new PackWords(Concern.BUDGET, new TreeMap<>(), new TreeMap<>(), Vocabulary.FIXED);

    private static final List<String> CONDITIONS = List.of(
            "region == \"$param\"",
            "region in ($param)",
            "region in (\"$1\", \"$2\")",
            "region in (\"z\", $param), n == 1",
            "region != null, region str[startsWith] \"$param\", inputTokens > 1",
            "region == \"t-$1-$2\" || n == 2",
            "inputTokens >= $param",
            "inputTokens >= $1, inputTokens < $2, n == 3",
            "inputTokens in ($param)",
            "!(inputTokens == $1)");

    private static final List<String> EFFECTS = List.of(
            "decision.flag(\"$param\");",
            "decision.flag(\"$1\"); decision.flag(\"$2\");",
            "decision.capOutputTokens($param);",
            "decision.capCallCost(\"$param\");");

    private static final List<String> PIECES = List.of(
            "a",
            "eu-1",
            "\"x\"",
            "\"a\", \"b\"",
            "1",
            "0.5",
            "10",
            "-3",
            "true",
            "null",
            "n",
            ",",
            ", ",
            ";",
            "\"",
            "\\",
            "/* x */",
            "*/",
            ")",
            "(",
            "$param",
            "$1",
            "$b",
            "decision.flag(\"z\");",
            "end",
            "\n",
            " ",
            "00",
            "\u201C",
            "|| n == 1",
            "&&",
            "10,000",
            "\u00F6",
            "params.x",
            "x");

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    private static String cell(Random random) {
        int pieces = 1 + random.nextInt(4);
        return IntStream.range(0, pieces)
                .mapToObj(i -> PIECES.get(random.nextInt(PIECES.size())))
                .collect(Collectors.joining())
                .strip();
    }

    /** The rule of a row, empty where it is refused. */
    private static Optional<RuleTree> row(int level, String first, String when, String cell, String then, String mark) {
        var separator = first.substring(7, 8);
        var rows = List.of(
                List.of("RuleTable T"),
                List.of("NAME", "CONDITION", "ACTION", "METADATA", "METADATA"),
                List.of("", "Call", "", "", ""),
                List.of("", when, then, "id(\"$param\")", "reason(\"$param\")"),
                List.of("rule", "if", "then", "id", "reason"),
                List.of("one", cell, mark, "T-1", "So it is."));
        var text = rows.stream()
                .map(row -> row.stream()
                        .map(each -> "\"" + each.replace("\"", "\"\"") + "\"")
                        .collect(Collectors.joining(separator, "", "\n")))
                .collect(Collectors.joining("", first + "\n", ""));
        var refusals = new Refusals(level);
        var sheet = SheetReader.csv("t.csv", text, level > PackValidator.FIRST_LEVEL);
        if (!sheet.faults().isEmpty()) {
            assertThat(level).isGreaterThan(PackValidator.FIRST_LEVEL);
            return Optional.empty(); // a cell that would be worked out
        }
        var rules = TableReader.read(sheet, WORDS, Work.upTo(Limit.FILLED_CHARS), refusals);
        return refusals.size() == 0 ? rules.stream().findFirst() : Optional.empty();
    }

    /**
     * How a row was read before cells had types: cell and snippet put together as text, and that text read.
     *
     * @return the rule, empty where it is refused
     */
    private static Optional<RuleTree> together(String when, String cell, String then, String mark) {
        var refusals = new Refusals(PackValidator.FIRST_LEVEL);
        try {
            var text = "rule \"one\" @id(\"T-1\") @reason(\"So it is.\") when Call(%s\n) then %s\n end"
                    .formatted(filled(when, cell, refusals), filled(then, mark, refusals));
            var rules = RuleReader.read(text, Places.inFile("t.csv", text), WORDS, refusals);
            return refusals.size() == 0 ? rules.stream().findFirst() : Optional.empty();
        } catch (Refusals.GiveUp refused) {
            return Optional.empty();
        }
    }

    private static String filled(String snippet, String cell, Refusals refusals) {
        var parts = Arrays.stream(cell.split(",", -1)).map(String::strip).toList();
        var hole = Pattern.compile("\\$(param|[1-9])(?![A-Za-z0-9_])").matcher(snippet);
        if (!snippet.contains("$") && !cell.equalsIgnoreCase("x")) {
            throw new Refusals.GiveUp();
        }
        return hole.replaceAll(found -> {
            int part = found.group(1).equals("param") ? 0 : Integer.parseInt(found.group(1));
            if (part > parts.size()) {
                throw new Refusals.GiveUp();
            }
            var value = part == 0 ? cell : parts.get(part - 1);
            boolean quoted = snippet.substring(0, found.start())
                                    .chars()
                                    .filter(c -> c == '"')
                                    .count()
                            % 2
                    == 1;
            if (quoted) {
                value = value.replace("\\", "\\\\").replace("\"", "\\\"");
            } else {
                onlyValues(value, refusals);
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static void onlyValues(String value, Refusals refusals) {
        var tokens = Lexer.read(value, Places.inFile("t.csv", value), refusals);
        while (!tokens.isAtEnd()) {
            var token = tokens.take();
            if (token.kind() == Token.Kind.NAME
                    ? !(token.is("true") || token.is("false"))
                    : token.kind() == Token.Kind.SIGN && !token.is(",") && !token.is("-")) {
                throw new Refusals.GiveUp();
            }
        }
    }

    private static Optional<String> said(Optional<RuleTree> rule) {
        return rule.map(RuleText::of);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_was_accepted_before_is_read_as_it_was_and_nothing_else_is(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            var when = CONDITIONS.get(random.nextInt(CONDITIONS.size()));
            var then = EFFECTS.get(random.nextInt(EFFECTS.size()));
            var cell = cell(random) + (random.nextBoolean() ? "" : ", 7");
            var mark = random.nextBoolean() ? "a, b" : cell(random);
            if (cell.isEmpty() || mark.isEmpty()) {
                continue;
            }
            var before = said(together(when, cell, then, mark));

            assertThat(said(row(PackValidator.FIRST_LEVEL, "RuleSet,t", when, cell, then, mark)))
                    .as("%s with (%s), %s with (%s)", when, cell, then, mark)
                    .isEqualTo(before);
            var now = said(row(PackValidator.LEVEL, "RuleSet,t", when, cell, then, mark));
            assertThat(now.isEmpty() || now.equals(before))
                    .as("%s with (%s), %s with (%s): %s", when, cell, then, mark, now)
                    .isTrue();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_row_has_the_constraints_and_effects_of_its_snippets_and_no_others(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            var when = CONDITIONS.get(random.nextInt(CONDITIONS.size()));
            var then = EFFECTS.get(random.nextInt(EFFECTS.size()));
            var cell = cell(random);
            var mark = cell(random);
            if (cell.isEmpty() || mark.isEmpty()) {
                continue;
            }

            row(PackValidator.LEVEL, "RuleSet,t", when, cell, then, mark).ifPresent(rule -> {
                assertThat(kinds(rule)).isEqualTo(kinds(withPlainValues(when)));
                assertThat(rule.then()).hasSize(then.split(";").length);
            });
        }
    }

    private static RuleTree withPlainValues(String when) {
        var cell = when.contains("inputTokens") && when.contains("$") && !when.contains("region") ? "1" : "\"a\"";
        var text = when.contains("\"$") || when.contains("t-$") ? "a" : cell;
        return row(
                        PackValidator.LEVEL,
                        "RuleSet,t",
                        when,
                        when.contains("$2") ? text + ", " + text : text,
                        "decision.flag(\"$param\");",
                        "m")
                .orElseThrow();
    }

    private static List<String> kinds(RuleTree rule) {
        assertThat(rule.when()).hasSize(1);
        return ((Condition.Pattern) rule.when().getFirst())
                .constraints().stream().map(SnippetPropertiesTest::kind).toList();
    }

    private static String kind(Constraint constraint) {
        return switch (constraint) {
            case Constraint.AnyOf(var parts, var unused) ->
                parts.stream().map(SnippetPropertiesTest::kind).toList().toString();
            case Constraint.Negation(var inner, var unused) -> "not " + kind(inner);
            default -> constraint.getClass().getSimpleName();
        };
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_number_is_the_same_number_in_every_locale(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            var numbers = new ArrayList<String>();
            for (int n = random.nextInt(3); n >= 0; n--) {
                numbers.add("%s%d%s".formatted(random.nextBoolean() ? "" : "-", random.nextInt(2_000_000_000), ""));
            }
            var cost = "%d.%02d".formatted(random.nextInt(10_000), random.nextInt(100));
            var points = row(
                    PackValidator.LEVEL,
                    "RuleSet,t",
                    "inputTokens in ($param)",
                    String.join(", ", numbers),
                    "decision.capCallCost(\"$param\");",
                    cost);
            var commas = row(
                    PackValidator.LEVEL,
                    "RuleSet;t;locale;pl",
                    "inputTokens in ($param)",
                    String.join("; ", numbers),
                    "decision.capCallCost(\"$param\");",
                    cost.replace('.', ','));

            assertThat(said(points)).as("%s %s", numbers, cost).isPresent().isEqualTo(said(commas));
        }
    }

    @Test
    void the_cells_that_are_tried_are_accepted_and_refused_alike() {
        var random = new Random(1);
        int accepted = 0;
        for (int i = 0; i < 2_000; i++) {
            var when = CONDITIONS.get(random.nextInt(CONDITIONS.size()));
            accepted += row(PackValidator.LEVEL, "RuleSet,t", when, cell(random), "decision.flag(\"$param\");", "m")
                            .isPresent()
                    ? 1
                    : 0;
        }
        assertThat(accepted).isBetween(200, 1_800);
    }
}
