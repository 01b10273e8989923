package dev.douane.rules.validator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.PackReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine is given of a pack has a bound, and it gets a rule for each way in which one comes true. */
class SpelledWaysTest {
    private static final String MANIFEST = """
            name: example
            version: 1.0.0
            concern: budget
            owners: [tests]
            title: A pack for a test
            description: Says what the test needs it to say.
            """;

    private static final String FLAG = "decision.flag(\"x\");";

    private static Pack pack(int rules, String when, String then) throws PackException {
        var text = IntStream.range(0, rules)
                .mapToObj(i -> PackOnDisk.rule("R-" + i, "Rule " + i, when, then))
                .collect(Collectors.joining("\n"));
        return PackReader.of(
                "example", List.of(new PackFile("pack.yaml", MANIFEST), new PackFile("rules/a.drl", text)));
    }

    private static List<String> problems(Pack pack) {
        return new PackValidator(Vocabulary.FIXED)
                .check(pack).problems().stream().map(PackProblem::message).toList();
    }

    /** The first rule that is too many is told, and what all in front of it come to. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Call() Call() Call() Call() Call() Call() Call() Call(); 1875; R-1875",
                "(Caller(team == \"a\") or Caller(team == \"b\")) (Call() or Workload()) Data(); 937; R-937",
                "Caller(team == \"a\" || product == \"b\") Call() Call() Call() Call() Call() Call() Call(); 1500; R-1500"
            })
    void patterns_and_constraints_count_once_for_each_way(String when, int most, String tooMany) throws PackException {
        assertThat(problems(pack(most, when, FLAG))).isEmpty();
        assertThat(problems(pack(most + 1, when, FLAG)))
                .singleElement()
                .asString()
                .startsWith(
                        "rule (%s) is one too many: with those in front of it the pack comes to 150".formatted(tooMany))
                .contains(" patterns and constraints, each way spelled out; at most 15000\nMaybe compare with lists");
    }

    @Test
    void many_constraints_of_one_pattern_count_for_more() throws PackException {
        var when = IntStream.range(0, 199)
                .mapToObj(i -> "team != \"t%d\"".formatted(i))
                .collect(Collectors.joining(", ", "Caller(", ")")); // 1 and 199 and a hundredth of their square

        assertThat(problems(pack(25, when, FLAG))).isEmpty();
        assertThat(problems(pack(26, when, FLAG)))
                .singleElement()
                .asString()
                .contains("rule (R-25)")
                .contains("comes to 15496 patterns");
    }

    @Test
    void ten_effects_count_for_one_in_each_way() throws PackException {
        var effects = FLAG.repeat(40);
        var when = "(Call() or Data()) (Call() or Data())"; // 4 ways of 2 patterns, and 4 times 4 for effects

        assertThat(problems(pack(625, when, effects))).isEmpty();
        assertThat(problems(pack(626, when, effects)))
                .singleElement()
                .asString()
                .contains("rule (R-625)")
                .contains("comes to 15024 patterns");
    }

    @Test
    void packs_that_were_accepted_stay() throws PackException {
        var pack = pack(626, "(Call() or Data()) (Call() or Data())", FLAG.repeat(40));

        assertThat(new PackValidator(Vocabulary.FIXED)
                        .check(pack, Map.of(), "", PackValidator.LEVEL)
                        .problems())
                .isEmpty();
    }
}
