package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.decide.RuleFailure;
import dev.douane.rules.decide.RuleFailure.Excess;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.Ruleset;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that fire not too often and have too much to say each time. */
class ManyEffectsTest {
    @TempDir
    private Path packs;

    @Test
    void the_rule_that_says_most_is_named_and_not_the_one_that_fires_most() throws PackException {
        var often = PackOnDisk.of(packs, "often", "budget")
                .rule("OFTEN-1", "Outage()", "decision.flag(\"a\");")
                .rule("OFTEN-2", "Outage() Call()", "decision.flag(\"b\");")
                .read();
        var much = PackOnDisk.of(packs, "talkative", "budget")
                .with("pack.yaml", """
                        name: talkative
                        version: 1.0.0
                        concern: budget
                        owners: [tests]
                        title: A pack for a test
                        description: Says what the test needs it to say.
                        parameters:
                          words: {type: string-set, default: "%s", description: Words of a test.}
                        """.formatted(String.join(
                        ", ", IntStream.range(0, 500).mapToObj(i -> "w" + i).toList())))
                .rule("MUCH-1", "Outage()", "decision.flag(params.words); ".repeat(5))
                .read();
        try (var rules = new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(List.of(often, much)))) {
            assertThat(rules.evaluate(withOutages(79)).enforced()).hasSize(502);

            assertThatThrownBy(() -> rules.evaluate(withOutages(81)))
                    .isInstanceOfSatisfying(RuleFailure.class, failure -> {
                        assertThat(failure.rule()).isEqualTo("MUCH-1");
                        assertThat(failure).hasMessage("the evaluation passed its limit of 200000 effects");
                        assertThat(failure.excess()).contains(new Excess(Excess.Unit.EFFECTS, 200_001, 200_000));
                    });
            assertThat(rules.evaluate(withOutages(1)).enforced())
                    .as("the next call begins anew")
                    .hasSize(502);
        }
    }

    private static Facts withOutages(int count) {
        var plain = SomeFacts.plain();
        return new Facts(
                plain.call(),
                plain.caller(),
                plain.data(),
                plain.workload(),
                plain.budgets(),
                IntStream.range(0, count)
                        .mapToObj(i -> new Outage("p" + i, null, null, null))
                        .toList(),
                plain.value(),
                plain.clock());
    }
}
