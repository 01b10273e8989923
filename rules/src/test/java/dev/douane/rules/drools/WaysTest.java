package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.validator.PackValidator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way in which conditions can come true is told apart, and none of them holds an or. */
class WaysTest {
    private static final String MANIFEST = """
            name: example
            version: 1.0.0
            concern: budget
            owners: [tests]
            title: A pack for a test
            description: Says what the test needs it to say.
            """;

    private static List<String> ways(String when) throws PackException {
        var rules = new PackValidator(Vocabulary.FIXED)
                .read(PackReader.of(
                        "example",
                        List.of(
                                new PackFile("pack.yaml", MANIFEST),
                                new PackFile(
                                        "rules/a.drl",
                                        PackOnDisk.rule("R-1", "Rule", when, "decision.flag(\"x\");")))));
        return Ways.of(rules.getFirst().when()).stream()
                .map(way -> way.stream().map(RuleText::of).collect(Collectors.joining(" ")))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Call() Data()                            | Call() Data()
            (Call() and (Data() and Value()))        | Call() Data() Value()
            Call() or Data()                         | Call(); Data()
            Clock() (Call() or Data())               | Clock() Call(); Clock() Data()
            (Clock() and (Call() or Data())) Value() | Clock() Call() Value(); Clock() Data() Value()
            (Call() or Data()) (Value() or Clock())  | Call() Value(); Call() Clock(); Data() Value(); Data() Clock()
            not Call()                               | not Call()
            not (Call() and Data())                  | not (Call() and Data())
            not (Call() or Data())                   | not Call() not Data()
            not (Clock() and (Call() or Data()))     | not (Clock() and Call()) not (Clock() and Data())
            exists (Call() and Data())               | exists (Call() and Data())
            exists (Call() or Data())                | exists Call(); exists Data()
            not not Call()                           | exists Call()
            not exists Call()                        | not Call()
            exists not Call()                        | not Call()
            exists exists Call()                     | exists Call()
            not (not Call() or Data())               | exists Call() not Data()
            not (Call() and not Data())              | not (Call() and not Data())
            exists (Call() and not (Data() or Value())) | exists (Call() and not Data() and not Value())
            """)
    void conditions_come_true_in_these_ways(String when, String ways) throws PackException {
        assertThat(ways(when)).containsExactly(ways.split("; "));
    }

    @Test
    void a_rule_without_conditions_has_one_way() throws PackException {
        assertThat(ways("")).containsExactly("");
    }
}
