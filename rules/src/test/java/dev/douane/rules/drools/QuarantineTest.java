package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.call.Caller;
import dev.douane.rules.call.CallerScope;
import dev.douane.rules.decide.Effect;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.Fired;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack on trial that was too much work once is not asked again; one that is enforced is asked, and refused, each time. */
class QuarantineTest {
    private static final Noting QUARANTINE = new Noting();

    @TempDir
    private static Path packs;

    private static Pack joining;
    private static DroolsRules onTrial;
    private static DroolsRules inForce;

    /** One that the test fills and empties. */
    private static final class Noting implements Quarantine {
        private final Set<String> held = new HashSet<>();
        private final List<Overrun> overruns = new ArrayList<>();

        @Override
        public boolean holds(String pack) {
            return held.contains(pack);
        }

        @Override
        public void overran(Overrun overrun) {
            overruns.add(overrun);
        }
    }

    @BeforeAll
    static void compile() throws PackException, UnsoundFormException {
        var house = PackOnDisk.of(packs, "house", "budget")
                .rule("HOUSE-1", "Workload()", "decision.flag(\"house\");")
                .read();
        joining = PackOnDisk.of(packs, "joining", "budget")
                .rule("JOIN-1", "Budget() Budget() Budget(usedFraction > 2)", "decision.flag(\"never\");")
                .rule("JOIN-2", "Workload()", "decision.flag(\"seen\");")
                .read();
        var firing = PackOnDisk.of(packs, "firing", "budget")
                .rule("FIRE-1", "Budget() Budget()", "decision.flag(\"again\");")
                .read();
        onTrial = kept(
                "trial",
                new Ruleset.Entry(house, Fired.Mode.ENFORCE),
                new Ruleset.Entry(joining, Fired.Mode.OBSERVE),
                new Ruleset.Entry(firing, Fired.Mode.OBSERVE));
        inForce = kept("force", new Ruleset.Entry(house, Fired.Mode.ENFORCE), enforced(joining));
    }

    private static Ruleset.Entry enforced(Pack pack) {
        return new Ruleset.Entry(pack, Fired.Mode.ENFORCE);
    }

    private static DroolsRules kept(String folder, Ruleset.Entry... entries)
            throws PackException, UnsoundFormException {
        var limits = new EngineLimits(1_000, 4);
        var ruleset = new Ruleset(List.of(entries));
        return new RulesetStore(limits, QUARANTINE, packs.resolve(folder), new byte[32], packs.resolve("none"))
                .keep(ruleset, new DroolsCompiler(limits).form(ruleset));
    }

    @AfterAll
    static void close() {
        onTrial.close();
        inForce.close();
    }

    @BeforeEach
    void empty() {
        QUARANTINE.held.clear();
        QUARANTINE.overruns.clear();
    }

    private static Facts withBudgets(int count) {
        return SomeFacts.withBudgets(IntStream.range(0, count)
                .mapToObj(i -> SomeFacts.budget("b" + i, "1"))
                .toArray(Budget[]::new));
    }

    @Test
    void what_was_too_much_to_look_at_is_told_with_the_rule_and_the_figures() {
        assertThat(onTrial.evaluate(withBudgets(30)).dropped()).isEmpty();
        assertThat(QUARANTINE.overruns).isEmpty();

        assertThat(onTrial.evaluate(withBudgets(60)).dropped())
                .contains(new Effects.Dropped("joining@1.0.0", Effects.Dropped.WORK));
        // 60² + 60³
        assertThat(QUARANTINE.overruns)
                .contains(new Overrun(
                        "joining@1.0.0",
                        "JOIN-1",
                        Fired.Mode.OBSERVE,
                        new Excess(Excess.Unit.COMBINATIONS, 219_600, 100_000),
                        60,
                        0));
    }

    @Test
    void rules_that_fire_without_end_are_told_too() {
        var effects = onTrial.evaluate(withBudgets(40));

        assertThat(effects.failed()).containsExactly(new Effects.Failure("FIRE-1", "firing@1.0.0"));
        assertThat(QUARANTINE.overruns)
                .containsExactly(new Overrun(
                        "firing@1.0.0",
                        "FIRE-1",
                        Fired.Mode.OBSERVE,
                        new Excess(Excess.Unit.FIRINGS, 1_001, 1_000),
                        40,
                        0));
    }

    @Test
    void a_pack_on_trial_is_not_asked_while_it_is_held_however_little_there_is_to_look_at() {
        QUARANTINE.held.add("joining@1.0.0");

        var effects = onTrial.evaluate(withBudgets(1));

        assertThat(effects.dropped()).containsExactly(new Effects.Dropped("joining@1.0.0", Effects.Dropped.QUARANTINE));
        assertThat(effects.observed()).extracting(fired -> fired.rule().id()).containsExactly("FIRE-1");
        assertThat(effects.enforced()).extracting(Fired::effect).containsExactly(new Effect.Flag("house"));

        QUARANTINE.held.clear();
        assertThat(onTrial.evaluate(withBudgets(1)).observed())
                .extracting(fired -> fired.rule().id())
                .containsExactly("FIRE-1", "JOIN-2");
    }

    /** Two people agreed on the day. */
    @Test
    void a_pack_that_is_held_on_trial_is_enforced_from_its_day_on() throws PackException, UnsoundFormException {
        var day = Instant.parse("2026-12-01T00:00:00Z");
        var until = new Modes(new TimedMode(Fired.Mode.OBSERVE, day), CallerScope.EVERYONE, List.of());
        try (var timed = kept("timed", new Ruleset.Entry(joining, until, new TreeMap<>()))) {
            QUARANTINE.held.add("joining@1.0.0");
            var before = timed.forCall(Caller.UNKNOWN, day.minusSeconds(1));
            var after = timed.forCall(Caller.UNKNOWN, day);

            assertThat(before.evaluate(withBudgets(60)))
                    .isEqualTo(Effects.dropped(new Effects.Dropped("joining@1.0.0", Effects.Dropped.QUARANTINE)));
            assertThat(after.evaluate(withBudgets(1)).enforced())
                    .extracting(Fired::effect)
                    .containsExactly(new Effect.Flag("seen"));
            assertThatThrownBy(() -> after.evaluate(withBudgets(60))).isInstanceOf(RuleFailure.class);
        }
    }

    @Test
    void a_pack_in_force_is_refused_call_by_call_and_told_each_time() {
        QUARANTINE.held.add("joining@1.0.0");
        assertThat(inForce.evaluate(withBudgets(1)).enforced())
                .extracting(Fired::effect)
                .containsExactly(new Effect.Flag("house"), new Effect.Flag("seen"));

        assertThatThrownBy(() -> inForce.evaluate(withBudgets(60)))
                .isInstanceOfSatisfying(
                        RuleFailure.class, failure -> assertThat(failure.rule()).isEqualTo("JOIN-1"));
        assertThat(QUARANTINE.overruns)
                .extracting(Overrun::pack, Overrun::mode)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("joining@1.0.0", Fired.Mode.ENFORCE));
    }
}
