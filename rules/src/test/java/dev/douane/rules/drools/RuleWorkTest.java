package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.decide.Effect;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.RuleFailure;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.Ruleset;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an evaluation would look at is known before it begins, and what is too much is not begun. */
class RuleWorkTest {
    private static final String THREE =
            "$a : Budget(usedFraction >= 0) Budget(usedFraction > $a.usedFraction) Budget(usedFraction > $a.usedFraction)";

    @TempDir
    private static Path packs;

    private static DroolsRules enforced;
    private static DroolsRules observed;
    private static DroolsRules shapes;

    @BeforeAll
    static void compile() throws PackException {
        var house = PackOnDisk.of(packs, "house", "budget")
                .rule("HOUSE-1", "Workload()", "decision.flag(\"house\");")
                .read();
        var joining = PackOnDisk.of(packs, "joining", "budget")
                .rule("JOIN-1", "Budget(usedFraction > 2)", "decision.flag(\"one\");")
                .rule("JOIN-2", "$a : Budget() Budget(usedFraction > $a.usedFraction)", "decision.flag(\"two\");")
                .rule("JOIN-3", THREE, "decision.flag(\"three\");")
                .read();
        var compiler = new DroolsCompiler(EngineLimits.DEFAULT);
        enforced = compiler.compile(Ruleset.enforcing(List.of(house, joining)));
        observed = compiler.compile(new Ruleset(
                List.of(new Ruleset.Entry(house, Fired.Mode.ENFORCE), new Ruleset.Entry(joining, Fired.Mode.OBSERVE))));
        var crossing = PackOnDisk.of(packs, "crossing", "budget")
                .rule("CROSS-1", "Budget() not (Budget() and Outage())", "decision.flag(\"not\");")
                .rule("CROSS-2", "(Budget() or Outage()) (Budget() or Outage())", "decision.flag(\"or\");")
                .read();
        shapes = compiler.compile(Ruleset.enforcing(List.of(crossing)));
    }

    @AfterAll
    static void close() {
        List.of(enforced, observed, shapes).forEach(DroolsRules::close);
    }

    private static Facts facts(int budgets, int outages) {
        var plain = SomeFacts.of(Data.UNKNOWN, Workload.UNKNOWN, budgets(budgets));
        return new Facts(
                plain.call(),
                plain.caller(),
                plain.data(),
                plain.workload(),
                plain.budgets(),
                IntStream.range(0, outages)
                        .mapToObj(i -> new Outage("p" + i, null, null, null))
                        .toList(),
                plain.value(),
                plain.clock());
    }

    private static List<Budget> budgets(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> SomeFacts.budget("b" + i, "1"))
                .toList();
    }

    @Test
    void just_as_much_as_may_be_is_evaluated() {
        // JOIN-2: 45² = 2 025, JOIN-3: 45² + 45³ = 93 150
        assertThat(enforced.evaluate(facts(45, 0)).enforced())
                .extracting(Fired::effect)
                .containsExactly(new Effect.Flag("house"));
    }

    @Test
    void one_budget_more_is_not_and_the_rule_that_asks_for_most_is_named() {
        assertThatThrownBy(() -> enforced.evaluate(facts(46, 0)))
                .isInstanceOfSatisfying(
                        RuleFailure.class, failure -> assertThat(failure.rule()).isEqualTo("JOIN-3"))
                .hasMessage("would look at 101568 combinations of 46 budgets, more than 100000");
        assertThatThrownBy(() -> enforced.evaluate(facts(1_000, 0))).isInstanceOf(RuleFailure.class);
    }

    @Test
    void of_several_packs_the_one_that_looks_at_most_in_all_is_named_not_that_of_the_heaviest_rule()
            throws PackException {
        var heavy = PackOnDisk.of(packs, "heavy", "budget")
                .rule("HEAVY-1", THREE + " Call()", "decision.flag(\"heavy\");")
                .read();
        var many = PackOnDisk.of(packs, "many", "budget")
                .rule("MANY-1", THREE, "decision.flag(\"one\");")
                .rule("MANY-2", THREE, "decision.flag(\"two\");")
                .read();

        try (var rules = new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(List.of(heavy, many)))) {
            // HEAVY-1: 40² + 2 × 40³ = 129 600; MANY-1 and MANY-2 together: 2 × (40² + 40³) = 131 200
            assertThatThrownBy(() -> rules.evaluate(facts(40, 0)))
                    .isInstanceOfSatisfying(
                            RuleFailure.class,
                            failure -> assertThat(failure.rule()).isEqualTo("MANY-1"))
                    .hasMessage("would look at 260800 combinations of 40 budgets, more than 100000");
        }
    }

    @Test
    void of_several_packs_the_one_that_fires_most_is_named_not_that_of_the_rule_that_fired_last() throws PackException {
        var many = PackOnDisk.of(packs, "firing", "budget")
                .rule("FIRING-1", "Budget() Budget()", "decision.flag(\"one\");")
                .rule("FIRING-2", "Budget() Budget()", "decision.flag(\"two\");")
                .rule("FIRING-3", "Budget() Budget()", "decision.flag(\"three\");")
                .read();
        var last = PackOnDisk.of(packs, "last", "budget")
                .rule("LAST-1", "Budget() Budget()", "decision.flag(\"last\");")
                .read();

        // 18² = 324: three rules fire 972 times, and the fourth as often as is left
        try (var rules =
                new DroolsCompiler(new EngineLimits(1_000, 4)).compile(Ruleset.enforcing(List.of(many, last)))) {
            assertThatThrownBy(() -> rules.evaluate(facts(18, 0)))
                    .isInstanceOfSatisfying(
                            RuleFailure.class,
                            failure -> assertThat(failure.rule()).startsWith("FIRING-"));
        }
    }

    @Test
    void an_observed_pack_is_dropped_then_and_touches_nothing() {
        assertThat(observed.evaluate(facts(45, 0)).dropped()).isEmpty();

        var effects = observed.evaluate(facts(46, 0));

        assertThat(effects.dropped()).containsExactly(new Effects.Dropped("joining@1.0.0", "work"));
        assertThat(effects.isObserving()).isFalse();
        assertThat(effects.failed()).isEmpty();
        assertThat(effects.enforced()).extracting(Fired::effect).containsExactly(new Effect.Flag("house"));
    }

    @Test
    void packs_without_joins_take_any_number() {
        assertThat(observed.forCall(facts(0, 0).caller(), SomeFacts.NOW)
                        .evaluate(facts(2_000, 5))
                        .enforced())
                .hasSize(1);
    }

    @Test
    void negations_and_alternatives_are_counted_as_the_engine_follows_them() {
        var work = new RuleWork(shapes.signedAt(Stage.EVALUATE));

        // CROSS-1: b² + b²o; CROSS-2: b² + 2bo + o²
        assertThat(work.isWithin(facts(40, 55))).isTrue(); // 98 625
        assertThat(work.isWithin(facts(40, 56))).isFalse(); // 100 416
        assertThat(work.isWithin(facts(0, 316))).isTrue();
        assertThat(work.isWithin(facts(0, 317))).isFalse();
        assertThat(work.isWithin(facts(70, 17))).isTrue(); // 95 769
        assertThat(work.isWithin(facts(70, 18))).isFalse();
    }
}
