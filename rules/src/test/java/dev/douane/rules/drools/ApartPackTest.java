package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.call.Caller;
import dev.douane.rules.call.CallerAttribute;
import dev.douane.rules.call.CallerScope;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.decide.Effect;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.RuleFailure;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Value;
import dev.douane.rules.pack.Modes;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.pack.ScopedMode;
import dev.douane.rules.pack.TimedMode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack that does not count for everybody at all times counts where it should, and harms nobody else. */
class ApartPackTest {
    private static final Instant DAY = Instant.parse("2026-12-01T00:00:00Z");
    private static final Instant BEFORE = DAY.minusMillis(1);
    private static final Caller RANKING = caller("ranking", null);
    private static final Caller BILLING = caller("billing", null);
    private static final Fired.Mode ENFORCE = Fired.Mode.ENFORCE;
    private static final Fired.Mode OBSERVE = Fired.Mode.OBSERVE;

    @TempDir
    private static Path packs;

    private static DroolsRules rules;

    @BeforeAll
    static void compile() throws PackException {
        var house = PackOnDisk.of(packs, "house", "cost-tier")
                .rule("HOUSE-1", "Workload()", "decision.capTier(\"standard\");")
                .read();
        var dated = PackOnDisk.of(packs, "dated", "cost-tier")
                .rule("DATED-1", "Workload()", "decision.flag(\"dated\");")
                .rule("DATED-2", "Caller(environment == \"odd\", $r : run)", "decision.flag($r);")
                .read()
                .at(2); // at which a mark of what is missing fails
        var scoped = PackOnDisk.of(packs, "scoped", "cost-tier")
                .rule("SCOPED-1", "Workload()", "decision.flag(\"scoped\");")
                .read();
        var runaway = PackOnDisk.of(packs, "runaway", "budget")
                .rule("RUN-1", "Budget() Budget() Budget()", "decision.flag(\"again\");")
                .read();
        var classes = PackOnDisk.of(packs, "classes", "classification")
                .rule("CLASS-1", "Workload(task == \"mail\")", "decision.classify(\"summarise\");")
                .read();
        rules = new DroolsCompiler(new EngineLimits(20, 4))
                .compile(new Ruleset(List.of(
                        new Ruleset.Entry(house, ENFORCE),
                        entry(dated, new Modes(new TimedMode(OBSERVE, DAY), CallerScope.EVERYONE, List.of())),
                        entry(
                                scoped,
                                new Modes(
                                        TimedMode.ENFORCE,
                                        team("ranking", "search"),
                                        List.of(new ScopedMode(team("search"), TimedMode.OBSERVE)))),
                        new Ruleset.Entry(runaway, OBSERVE),
                        new Ruleset.Entry(classes, OBSERVE))));
    }

    private static Ruleset.Entry entry(Pack pack, Modes modes) {
        return new Ruleset.Entry(pack, modes, Collections.emptySortedMap());
    }

    private static CallerScope team(String... teams) {
        return new CallerScope(new TreeMap<>(Map.of(CallerAttribute.TEAM, new TreeSet<>(List.of(teams)))));
    }

    private static Caller caller(String team, String environment) {
        return new Caller(null, null, team, null, null, null, environment, null);
    }

    @AfterAll
    static void close() {
        rules.close();
    }

    @Test
    void what_counts_depends_on_who_asks_and_when() {
        assertThat(said(BILLING, BEFORE)).containsExactly("DATED-1 OBSERVE", "HOUSE-1 ENFORCE");
        assertThat(said(BILLING, DAY)).containsExactly("DATED-1 ENFORCE", "HOUSE-1 ENFORCE");
        assertThat(said(RANKING, BEFORE)).containsExactly("DATED-1 OBSERVE", "HOUSE-1 ENFORCE", "SCOPED-1 ENFORCE");
        assertThat(said(caller("search", null), BEFORE))
                .containsExactly("DATED-1 OBSERVE", "HOUSE-1 ENFORCE", "SCOPED-1 OBSERVE");
    }

    private static List<String> said(Caller caller, Instant at) {
        var effects = evaluate(caller, at);
        var said = new java.util.ArrayList<>(effects.enforced());
        said.addAll(effects.observed());
        return said.stream()
                .sorted()
                .map(fired -> fired.rule().id() + " " + fired.mode())
                .toList();
    }

    private static Effects evaluate(Caller caller, Instant at, Budget... budgets) {
        return rules.forCall(caller, at).evaluate(facts(caller, Workload.UNKNOWN, budgets));
    }

    private static Facts facts(Caller caller, Workload workload, Budget... budgets) {
        var plain = SomeFacts.of(Data.UNKNOWN, workload, List.of(budgets));
        return new Facts(
                plain.call(),
                caller,
                plain.data(),
                plain.workload(),
                plain.budgets(),
                List.of(),
                Value.UNKNOWN,
                Clock.at(SomeFacts.NOW, ZoneOffset.UTC));
    }

    @Test
    void an_observed_rule_that_throws_is_noted_and_stops_nobody() {
        var effects = evaluate(caller("ranking", "odd"), BEFORE);

        assertThat(effects.failed()).containsExactly(new Effects.Failure("DATED-2", "dated@1.0.0"));
        assertThat(effects.enforced().stream().map(fired -> fired.rule().id())).containsExactly("HOUSE-1", "SCOPED-1");
        assertThat(said(BILLING, BEFORE)).containsExactly("DATED-1 OBSERVE", "HOUSE-1 ENFORCE");
    }

    @Test
    void the_same_rule_stops_the_call_from_the_day_on_that_it_is_enforced() {
        assertThatThrownBy(() -> evaluate(caller("ranking", "odd"), DAY))
                .isInstanceOfSatisfying(
                        RuleFailure.class, failure -> assertThat(failure.rule()).isEqualTo("DATED-2"));
    }

    @Test
    void an_observed_pack_that_runs_past_the_limit_is_noted_and_stops_nobody() {
        var effects = evaluate(
                BILLING, BEFORE, SomeFacts.budget("a", "1"), SomeFacts.budget("b", "1"), SomeFacts.budget("c", "1"));

        assertThat(effects.failed()).containsExactly(new Effects.Failure("RUN-1", "runaway@1.0.0"));
        assertThat(effects.enforced()).extracting(Fired::effect).containsExactly(new Effect.CapTier("standard"));
    }

    @Test
    void an_observed_classification_gives_no_class() {
        var mail = facts(BILLING, Workload.of("mail", "standard", "production", true));
        var classification = rules.forCall(BILLING, BEFORE).classify(mail);

        assertThat(classification.workloadClass()).isEmpty();
        assertThat(classification.effects().observed())
                .extracting(Fired::effect)
                .containsExactly(new Effect.Classify("summarise"));
    }

    @Test
    void asked_without_a_time_every_date_counts_as_passed() {
        var effects = rules.evaluate(facts(BILLING, Workload.UNKNOWN));

        assertThat(effects.enforced().stream().map(fired -> fired.rule().id())).containsExactly("DATED-1", "HOUSE-1");
    }
}
