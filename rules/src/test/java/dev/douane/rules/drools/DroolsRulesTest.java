package dev.douane.rules.drools;

import static dev.douane.rules.drools.SomeFacts.budget;
import static dev.douane.rules.drools.SomeFacts.withBudgets;
import static dev.douane.rules.drools.SomeFacts.withTask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.douane.rules.call.Workload;
import dev.douane.rules.decide.Effect;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.RuleFailure;
import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.money.Money;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.Ruleset;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a compiled ruleset answers. One ruleset of many small rules, each woken by facts of its own; compiled around the validator, which would not
 * let a rule throw, nor one pack have every effect.
 */
class DroolsRulesTest {
    private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");

    @TempDir
    private static Path packs;

    private static DroolsRules rules;

    @BeforeAll
    static void compile() throws PackException {
        var main = PackOnDisk.of(packs, "house", "sovereignty")
                .with("rules/eea.drl", """
                        rule "Personal data of people in the EEA stays in the EEA"
                            @id("EU-001")
                            @reason("Personal data, of \\"people\\" in the EEA, is processed inside the EEA.")
                            @cites("GDPR Art. 44; GDPR Art. 46(2), as amended")
                        when
                            Data(classes contains "personal", subjectGroups contains "EEA")
                        then
                            decision.requireHosting("EEA");
                        end
                        """)
                .rule("BUD-1", "Budget($name : name, usedFraction >= 0.8)", "decision.flag($name);")
                .rule("BUD-2", "Budget(name == \"wait\")", "decision.deferUntilPeriodEnd();")
                .rule("BUD-3", "exists Budget(name == \"somewhere\")", "decision.deferUntilPeriodEnd();")
                .rule("OR-1", "Workload(task == \"a\") or Workload(task == \"b\")", "decision.flag(\"either\");")
                .rule("THEN-1", "Workload(task == \"bad-tier\")", "decision.capTier(\"  \");")
                .rule("THEN-2", "Workload(task == \"bad-cost\")", "decision.capCallCost(\"-1\");")
                .rule("WHEN-1", "Workload(task != null, task str[startsWith] \"x\", phase.charAt(40) == 'c')", "")
                .rule(
                        "JOIN-1",
                        "Workload($t : task, task == \"cross\") Budget() Budget() Budget()",
                        "decision.flag($t);")
                .rule("ALL-1", "Workload(task == \"everything\")", """
                        decision.requireHosting("EEA"); decision.forbidHosting("CN");
                        decision.requireControl("EU"); decision.forbidControl("US");
                        decision.requireProvider("p1"); decision.forbidProvider("p2");
                        decision.requireModel("m1"); decision.forbidModel("m2"); decision.requireTag("t");
                        decision.requireOpenWeights(); decision.requireSelfHosted();
                        decision.requireContinuityClause(); decision.requireResidencyClause();
                        decision.forbidTraining(); decision.requireCertification("SOC2");
                        decision.capTier("standard"); decision.floorTier("economy");
                        decision.capCallCost("0.05"); decision.capOutputPrice("3.00"); decision.capOutputTokens(800);
                        decision.preferProvider("p3"); decision.preferHosting("DE");
                        decision.preferOpenWeights(); decision.preferCheapest();
                        decision.classify("c"); decision.flag("f"); decision.deny();
                        """)
                .read();
        var watching = PackOnDisk.of(packs, "watching", "cost-tier")
                .with(
                        "rules/eea.drl",
                        PackOnDisk.rule(
                                "OBS-1", "Personal data of people in the EEA stays in the EEA",
                                "Data(classes contains \"personal\")", "decision.capTier(\"economy\");"))
                .read();
        var classes = PackOnDisk.of(packs, "classes", "classification")
                .rule("CLASS-1", "Workload(task == \"summarise-mail\")", "decision.classify(\"summarise\");")
                .read();
        rules = Unvalidated.compile(
                new Ruleset(List.of(
                        new Ruleset.Entry(main, Fired.Mode.ENFORCE),
                        new Ruleset.Entry(watching, Fired.Mode.OBSERVE),
                        new Ruleset.Entry(classes, Fired.Mode.ENFORCE))),
                new EngineLimits(1_000, 4));
    }

    @AfterAll
    static void close() {
        rules.close();
    }

    @Test
    void a_fired_rule_signs_with_its_id_pack_reason_and_cites_without_the_quotes_of_the_source() {
        var effects = rules.evaluate(SomeFacts.of(SomeFacts.personalDataFromTheEea(), Workload.UNKNOWN, List.of()));

        assertThat(effects.enforced())
                .containsExactly(new Fired(
                        new RuleRef(
                                "EU-001",
                                "house@1.0.0",
                                "Personal data, of \"people\" in the EEA, is processed inside the EEA.",
                                List.of("GDPR Art. 44", "GDPR Art. 46(2), as amended")),
                        new Effect.RequireHosting("EEA"),
                        Fired.Mode.ENFORCE));
    }

    @Test
    void a_pack_in_observe_mode_is_heard_apart_even_where_its_rule_has_the_same_name() {
        var effects = rules.evaluate(SomeFacts.of(SomeFacts.personalDataFromTheEea(), Workload.UNKNOWN, List.of()));

        assertThat(effects.observed()).singleElement().satisfies(fired -> {
            assertThat(fired.rule().id()).isEqualTo("OBS-1");
            assertThat(fired.rule().pack()).isEqualTo("watching@1.0.0");
            assertThat(fired.effect()).isEqualTo(new Effect.CapTier("economy"));
        });
    }

    @Test
    void nothing_matches_nothing_is_said() {
        assertThat(rules.evaluate(SomeFacts.plain())).isEqualTo(Effects.NONE);
        assertThat(rules.classify(SomeFacts.plain()).workloadClass()).isEmpty();
    }

    @Test
    void classification_packs_speak_when_asked_to_classify_and_not_otherwise() {
        var mail = withTask("summarise-mail");

        assertThat(rules.classify(mail).workloadClass()).contains("summarise");
        assertThat(rules.evaluate(mail)).isEqualTo(Effects.NONE);
    }

    @Test
    void every_effect_of_the_language_arrives() {
        assertThat(said(rules.evaluate(withTask("everything"))))
                .containsExactly(
                        "capCallCost(0.05)",
                        "capOutputPrice(3.00)",
                        "capOutputTokens(800)",
                        "capTier(standard)",
                        "classify(c)",
                        "deny()",
                        "flag(f)",
                        "floorTier(economy)",
                        "forbidControl(US)",
                        "forbidHosting(CN)",
                        "forbidModel(m2)",
                        "forbidProvider(p2)",
                        "forbidTraining()",
                        "preferCheapest()",
                        "preferHosting(DE)",
                        "preferOpenWeights()",
                        "preferProvider(p3)",
                        "requireCertification(SOC2)",
                        "requireContinuityClause()",
                        "requireControl(EU)",
                        "requireHosting(EEA)",
                        "requireModel(m1)",
                        "requireOpenWeights()",
                        "requireProvider(p1)",
                        "requireResidencyClause()",
                        "requireSelfHosted()",
                        "requireTag(t)");
    }

    @Test
    void a_rule_fires_for_each_budget_it_matches_in_canonical_order() {
        var effects = rules.evaluate(withBudgets(budget("b", "90"), budget("a", "80"), budget("c", "79.99")));

        assertThat(said(effects)).containsExactly("flag(a)", "flag(b)");
    }

    @Test
    void a_rule_that_fired_for_a_budget_knows_which() {
        var a = budget("a", "80");
        var effects = rules.evaluate(withBudgets(budget("b", "90"), a, budget("c", "79.99")));

        assertThat(effects.enforced().getFirst().budgets()).containsExactly(a);
        assertThat(rules.evaluate(withTask("a")).enforced().getFirst().budgets())
                .isEmpty();
    }

    @Test
    void both_branches_of_an_or_sign_with_the_same_name() {
        assertThat(said(rules.evaluate(withTask("a")))).containsExactly("flag(either)");
        assertThat(said(rules.evaluate(withTask("b")))).containsExactly("flag(either)");
    }

    @Test
    void a_deferral_waits_for_the_budget_that_its_rule_matched() {
        var effects = rules.evaluate(withBudgets(budget("wait", "0"), budget("other", "0", LATER)));

        assertThat(effects.enforced())
                .extracting(Fired::effect)
                .containsExactly(new Effect.DeferUntilPeriodEnd(Instant.parse("2026-12-01T00:00:00Z")));
    }

    @Test
    void a_deferral_that_matched_no_budget_waits_for_the_last_of_the_call() {
        var effects = rules.evaluate(withBudgets(budget("somewhere", "0"), budget("other", "0", LATER)));

        assertThat(effects.enforced()).extracting(Fired::effect).containsExactly(new Effect.DeferUntilPeriodEnd(LATER));
    }

    @Test
    void a_rule_that_throws_in_its_then_part_is_named() {
        assertThat(failure(withTask("bad-tier")).rule()).isEqualTo("THEN-1");
        assertThat(failure(withTask("bad-cost")))
                .satisfies(failure -> assertThat(failure.rule()).isEqualTo("THEN-2"))
                .hasMessage("its then part threw IllegalArgumentException");
    }

    @Test
    void a_rule_that_throws_in_its_when_part_is_named() {
        assertThat(failure(withTask("x-ray")))
                .satisfies(failure -> assertThat(failure.rule()).isEqualTo("WHEN-1"))
                .hasMessage("its when part threw StringIndexOutOfBoundsException");
    }

    @Test
    void too_many_firings_are_cut_off_and_the_rule_that_fires_is_named() {
        assertThat(failure(crossing(11)))
                .satisfies(failure -> assertThat(failure.rule()).isEqualTo("JOIN-1"))
                .hasMessage("the evaluation passed its limit of 1000 firings");
    }

    @Test
    void as_many_firings_as_allowed_are_no_failure() {
        assertThat(said(rules.evaluate(crossing(10)))).containsExactly("flag(cross)");
    }

    private static Facts crossing(int budgets) {
        return SomeFacts.of(
                dev.douane.rules.call.Data.UNKNOWN,
                Workload.of("cross", "standard", "production", true),
                IntStream.range(0, budgets).mapToObj(i -> budget("b" + i, "0")).toList());
    }

    @Test
    void after_a_failure_the_next_call_starts_clean() {
        for (int i = 0; i < 20; i++) {
            failure(withTask("bad-tier"));
            failure(withTask("x-ray"));
            assertThat(said(rules.evaluate(withTask("a")))).containsExactly("flag(either)");
            assertThat(rules.evaluate(SomeFacts.plain())).isEqualTo(Effects.NONE);
        }
    }

    @Test
    void the_rules_are_listed_by_id() {
        assertThat(rules.rules())
                .extracting(RuleRef::id)
                .containsExactly(
                        "ALL-1", "BUD-1", "BUD-2", "BUD-3", "CLASS-1", "EU-001", "JOIN-1", "OBS-1", "OR-1", "THEN-1",
                        "THEN-2", "WHEN-1");
    }

    @Test
    void closed_rules_answer_nothing() throws PackException {
        var once = new DroolsCompiler(EngineLimits.DEFAULT)
                .compile(Ruleset.enforcing(List.of(PackOnDisk.of(packs, "closing", "budget")
                        .rule("C-1", "Workload()", "decision.deny();")
                        .read())));
        once.evaluate(SomeFacts.plain());
        once.close();
        once.close();

        assertThatIllegalStateException().isThrownBy(() -> once.evaluate(SomeFacts.plain()));
    }

    private static List<String> said(Effects effects) {
        return effects.enforced().stream()
                .map(fired -> fired.effect().describe())
                .toList();
    }

    private static RuleFailure failure(Facts facts) {
        return catchThrowableOfType(RuleFailure.class, () -> rules.evaluate(facts));
    }

    @Test
    void amounts_are_exact() {
        assertThat(rules.evaluate(withTask("everything")).enforced())
                .extracting(Fired::effect)
                .contains(new Effect.CapCallCost(Money.parse("0.05")), new Effect.CapOutputPrice(Money.parse("3")));
    }

    @Test
    void a_budget_that_is_exactly_used_to_the_threshold_counts() {
        Budget exactly = budget("exact", "80");

        assertThat(said(rules.evaluate(withBudgets(exactly)))).containsExactly("flag(exact)");
    }
}
