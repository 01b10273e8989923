package dev.douane.rules.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.pack.CompiledRules;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.pack.ShippedPacks;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The shipped packs, all in force, say of every call what their pages say: a governance team reads the page, and the engine runs the pack.
 *
 * <p>Where the two differ, the page's law and intent decide which of them is wrong.
 */
class ShippedPacksOracleTest {
    private static final long FIRST_SEED = 20_261_122_000_000L;
    private static final int CALLS = 40_000 * Integer.getInteger("douane.test.times", 1);
    private static final int OFTEN_ENOUGH = 20;

    private static List<String> rulesInForce;
    private static Comparison comparison;

    @BeforeAll
    static void compare() throws PackException {
        var packs = ShippedPacks.read(ShippedPacksOracleTest.class.getClassLoader());
        var groups = JurisdictionsReader.shipped().on(LocalDate.parse("2026-11-16"));
        try (CompiledRules rules = new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(packs))) {
            rulesInForce = rules.rules().stream().map(RuleRef::id).toList();
            comparison = new Comparison(rules, groups);
            LongStream.range(FIRST_SEED, FIRST_SEED + CALLS).forEach(comparison::compare);
        }
    }

    @Test
    void every_rule_stands_on_a_page_and_every_rule_of_a_page_is_in_force() {
        assertThat(Comparison.rulesOnPages()).isEqualTo(rulesInForce);
    }

    @Test
    void packs_and_pages_say_the_same_of_every_call() {
        assertThat(comparison.differing())
                .as("calls of %d by rule; the first of them: %s", CALLS, comparison.shown())
                .isEmpty();
    }

    @Test
    void every_rule_was_tried_both_ways() {
        assertThat(rulesInForce).isNotEmpty().allSatisfy(rule -> {
            assertThat(comparison.fired(rule)).as(rule + " fired").isGreaterThanOrEqualTo(OFTEN_ENOUGH);
            assertThat(comparison.silent(rule)).as(rule + " was silent").isGreaterThanOrEqualTo(OFTEN_ENOUGH);
        });
    }
}
