package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.call.Caller;
import dev.douane.rules.call.CallerAttribute;
import dev.douane.rules.call.CallerScope;
import dev.douane.rules.decide.Effect;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.ReasonLength;
import dev.douane.rules.decide.RuleFailure;
import dev.douane.rules.decide.RuleFailure.Excess;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.pack.Modes;
import dev.douane.rules.pack.Overrun;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.Quarantine;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.pack.TimedMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that say few things, in reasons that no answer has room for: each effect repeats its rule's sentence, citations and budgets. */
class LongReasonsTest {
    @TempDir
    private Path packs;

    private final Noting noting = new Noting();

    private static final class Noting implements Quarantine {
        private final List<Overrun> overruns = new ArrayList<>();

        @Override
        public boolean holds(String pack) {
            return false;
        }

        @Override
        public void overran(Overrun overrun) {
            overruns.add(overrun);
        }
    }

    /** So many marks, twenty a rule, each with a sentence of 400 characters and citations of 1,200. */
    private Pack talkative(String name, int marks) throws PackException {
        var pack = PackOnDisk.of(packs, name, "cost-tier");
        for (int rule = 0; rule < marks / 20; rule++) {
            var id = name.toUpperCase(Locale.ROOT) + "-" + rule;
            pack.with("rules/" + id + ".drl", """
                    rule "%s"
                        @id("%s")
                        @reason("%s.")
                        @cites("%s")
                    when
                        Call()
                    then
                        %s
                    end
                    """.formatted(
                            "Rule " + id,
                            id,
                            "x".repeat(400),
                            IntStream.range(0, 6)
                                    .mapToObj(i -> "Art. %d %s".formatted(i, "y".repeat(192)))
                                    .collect(Collectors.joining("; ")),
                            IntStream.range(0, 20)
                                    .mapToObj("decision.flag(\"m%d\");"::formatted)
                                    .collect(Collectors.joining("\n    "))));
        }
        return pack.read();
    }

    private Pack house() throws PackException {
        return PackOnDisk.of(packs, "house", "cost-tier")
                .rule("HOUSE-1", "Call()", "decision.flag(\"house\");")
                .read();
    }

    private DroolsRules rules(Ruleset.Entry... entries) throws PackException, UnsoundFormException {
        var ruleset = new Ruleset(List.of(entries));
        return new RulesetStore(
                        EngineLimits.DEFAULT, noting, packs.resolve("kept"), new byte[32], packs.resolve("none"))
                .keep(ruleset, new DroolsCompiler(EngineLimits.DEFAULT).form(ruleset));
    }

    private static Ruleset.Entry enforced(Pack pack) {
        return new Ruleset.Entry(pack, Fired.Mode.ENFORCE);
    }

    private static Ruleset.Entry observed(Pack pack) {
        return new Ruleset.Entry(pack, Fired.Mode.OBSERVE);
    }

    /** Evaluated alone: whoever does not say a team is in the scope. */
    private static Ruleset.Entry scoped(Pack pack) {
        var team = new CallerScope(new TreeMap<>(Map.of(CallerAttribute.TEAM, new TreeSet<>(List.of("search")))));
        return new Ruleset.Entry(pack, new Modes(TimedMode.ENFORCE, team, List.of()), Collections.emptySortedMap());
    }

    @Test
    void enforced_the_call_fails_in_the_name_of_the_rule_that_says_most() throws PackException, UnsoundFormException {
        try (var rules = rules(enforced(house()), enforced(talkative("much", 140)))) {
            assertThatThrownBy(() -> rules.evaluate(SomeFacts.plain()))
                    .isInstanceOfSatisfying(RuleFailure.class, failure -> {
                        assertThat(failure.rule()).startsWith("MUCH-");
                        assertThat(failure)
                                .hasMessage("the evaluation passed its limit of 200000 characters of reasons");
                        assertThat(failure.excess()).contains(new Excess(Excess.Unit.CHARACTERS, 200_001, 200_000));
                    });
        }
    }

    @Test
    void a_little_less_is_answered_and_no_longer_than_was_counted() throws PackException, UnsoundFormException {
        try (var rules = rules(enforced(talkative("much", 100)))) {
            var effects = rules.evaluate(SomeFacts.plain());

            assertThat(effects.enforced()).hasSize(100);
            assertThat(effects.reasonLength()).isBetween(160_000L, 200_000L);
        }
    }

    @Test
    void observed_it_says_nothing_and_is_told_to_the_quarantine() throws PackException, UnsoundFormException {
        try (var rules = rules(enforced(house()), observed(talkative("much", 140)))) {
            var effects = rules.evaluate(SomeFacts.plain());

            assertThat(effects.enforced()).extracting(Fired::effect).containsExactly(new Effect.Flag("house"));
            assertThat(effects.observed()).isEmpty();
            assertThat(noting.overruns).singleElement().satisfies(overrun -> {
                assertThat(overrun.pack()).isEqualTo("much@1.0.0");
                assertThat(overrun.mode()).isEqualTo(Fired.Mode.OBSERVE);
                assertThat(overrun.excess()).isEqualTo(new Excess(Excess.Unit.CHARACTERS, 200_001, 200_000));
            });
        }
    }

    @Test
    void packs_on_trial_that_say_too_much_together_are_left_out_from_there_on_and_none_of_them_is_held()
            throws PackException, UnsoundFormException {
        try (var rules = rules(
                observed(talkative("one", 100)), observed(talkative("two", 100)), enforced(talkative("force", 100)))) {
            var effects = rules.evaluate(SomeFacts.plain());

            assertThat(effects.enforced())
                    .as("observed ones take no room from it")
                    .hasSize(100);
            assertThat(effects.observed())
                    .hasSize(100)
                    .allMatch(fired -> fired.rule().pack().equals("one@1.0.0"));
            assertThat(effects.dropped()).containsExactly(new Effects.Dropped("two@1.0.0", Effects.Dropped.WORK));
            assertThat(noting.overruns).isEmpty();
        }
    }

    /** One that is held in quarantine is not asked where it is on trial, however little it says there. */
    @Test
    void packs_that_count_and_say_too_much_together_deny_the_call_and_none_of_them_is_held()
            throws PackException, UnsoundFormException {
        try (var rules = rules(scoped(talkative("one", 100)), scoped(talkative("two", 100)))) {
            assertThatThrownBy(() -> rules.evaluate(SomeFacts.plain()))
                    .isInstanceOfSatisfying(RuleFailure.class, failure -> {
                        assertThat(failure.rule()).startsWith("TWO-");
                        assertThat(failure.excess()).contains(new Excess(Excess.Unit.CHARACTERS, 200_001, 200_000));
                    });
            assertThat(noting.overruns).isEmpty();
        }
    }

    @Test
    void packs_that_are_enforced_apart_and_say_too_much_with_the_others_deny_the_call()
            throws PackException, UnsoundFormException {
        try (var rules = rules(enforced(talkative("force", 100)), forOneTeam(talkative("apart", 100)))) {
            assertThat(rules.evaluate(ofTeam("b")).enforced())
                    .as("of a caller whom it is not for")
                    .hasSize(100);
            assertThatThrownBy(() -> rules.evaluate(ofTeam("a"))).isInstanceOfSatisfying(RuleFailure.class, failure -> {
                assertThat(failure.rule()).startsWith("APART-");
                assertThat(failure.excess()).contains(new Excess(Excess.Unit.CHARACTERS, 200_001, 200_000));
            });
            assertThat(noting.overruns).as("alone it is little enough").isEmpty();
        }
    }

    private static Ruleset.Entry forOneTeam(Pack pack) {
        var team = new CallerScope(new TreeMap<>(Map.of(CallerAttribute.TEAM, new TreeSet<>(Set.of("a")))));
        return new Ruleset.Entry(pack, new Modes(TimedMode.ENFORCE, team, List.of()), new TreeMap<>());
    }

    private static Facts ofTeam(String team) {
        var plain = SomeFacts.plain();
        return new Facts(
                plain.call(),
                new Caller(null, null, team, null, null, null, null, null),
                plain.data(),
                plain.workload(),
                plain.budgets(),
                plain.outages(),
                plain.value(),
                plain.clock());
    }

    @Test
    void each_budget_that_a_reason_names_counts() throws PackException, UnsoundFormException {
        var pack = PackOnDisk.of(packs, "telling", "budget")
                .rule(
                        "TELL-1",
                        "Budget()",
                        IntStream.range(0, 40)
                                .mapToObj("decision.flag(\"m%d\");"::formatted)
                                .collect(Collectors.joining("\n    ")))
                .read();
        try (var rules = rules(enforced(pack))) {
            var told = rules.evaluate(withBudgets(30)).enforced();

            assertThat(told)
                    .hasSize(40)
                    .allSatisfy(fired -> assertThat(ReasonLength.of(fired)).isGreaterThan(30 * 80));
            assertThatThrownBy(() -> rules.evaluate(withBudgets(60)))
                    .isInstanceOf(RuleFailure.class)
                    .hasMessageContaining("characters of reasons");
            assertThat(rules.evaluate(withBudgets(30)).enforced())
                    .as("the next call begins anew")
                    .isEqualTo(told);
        }
    }

    private static Facts withBudgets(int count) {
        return SomeFacts.withBudgets(IntStream.range(0, count)
                .mapToObj(i -> SomeFacts.budget("b" + i, "1"))
                .toArray(Budget[]::new));
    }
}
