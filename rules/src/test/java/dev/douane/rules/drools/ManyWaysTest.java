package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Value;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.pack.Ruleset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The engine writes other classes for thousands of rules than for a few: they come into force too, and the first and the last is heard. */
class ManyWaysTest {
    private static final String MANIFEST = """
            name: example
            version: 1.0.0
            concern: budget
            owners: [tests]
            title: A pack for a test
            description: Says what the test needs it to say.
            """;
    private static final int RULES = 1_001;
    private static final int WAYS = 3; // together more than 2,999, from where on the engine writes them otherwise

    private static Pack pack() throws PackException {
        var rules = IntStream.range(0, RULES)
                .mapToObj(i -> PackOnDisk.rule(
                        "R-" + i,
                        "Rule " + i,
                        "(Caller(team == \"t%d\") or Caller(product == \"p%<d\") or Caller(workflow == \"w%<d\"))"
                                .formatted(i),
                        "decision.flag(\"x\");"))
                .collect(Collectors.joining("\n"));
        return PackReader.of(
                "example", List.of(new PackFile("pack.yaml", MANIFEST), new PackFile("rules/a.drl", rules)));
    }

    private static Stream<String> heard(DroolsRules rules, Caller caller) {
        var plain = SomeFacts.of(Data.UNKNOWN, Workload.UNKNOWN, List.of());
        var facts = new Facts(
                Call.chat("m", 1),
                caller,
                Data.UNKNOWN,
                plain.workload(),
                List.of(),
                List.of(),
                Value.UNKNOWN,
                plain.clock());
        return rules.evaluate(facts).enforced().stream()
                .map(fired -> fired.rule().id());
    }

    @Test
    void each_of_thousands_of_ways_comes_into_force() throws PackException {
        assertThat(RULES * WAYS).isGreaterThan(2_999);
        var ruleset = Ruleset.enforcing(List.of(pack()));
        var compiler = new DroolsCompiler(EngineLimits.DEFAULT);
        try (var rules = compiler.compile(ruleset)) {
            assertThat(rules.rules()).extracting(RuleRef::id).hasSize(RULES);
            for (int i : new int[] {0, RULES / 2, RULES - 1}) {
                assertThat(heard(rules, new Caller(null, null, "t" + i, null, null, null, null, null)))
                        .containsExactly("R-" + i);
            }
        }
    }
}
