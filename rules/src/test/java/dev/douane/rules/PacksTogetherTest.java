package dev.douane.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Question;
import dev.douane.rules.call.Workload;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.decide.Decider;
import dev.douane.rules.decide.Reason;
import dev.douane.rules.decide.RulesetRef;
import dev.douane.rules.decide.Settings;
import dev.douane.rules.decide.Snapshot;
import dev.douane.rules.decide.Verdict;
import dev.douane.rules.document.CatalogReader;
import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import dev.douane.rules.pack.CompiledRules;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.pack.ShippedPacks;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packs we ship, all in force at once, over the starter catalog: they may each be right and still leave a caller with nothing. */
class PacksTogetherTest {
    private static final Instant AT = Instant.parse("2026-11-16T12:00:00Z");
    private static final List<String> TASKS = Arrays.asList(
            null,
            "legal-analysis",
            "root-cause-analysis",
            "summarise",
            "ticket-summary",
            "classify",
            "write-limericks");

    private static CompiledRules rules;
    private static CatalogIndex catalog;

    @BeforeAll
    static void compile() throws PackException {
        var packs = ShippedPacks.read(PacksTogetherTest.class.getClassLoader());
        rules = new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(packs));
        catalog = new CatalogIndex(
                CatalogReader.shipped(), JurisdictionsReader.shipped().on(LocalDate.parse("2026-11-16")));
    }

    @AfterAll
    static void close() {
        rules.close();
    }

    @Test
    void no_floor_meets_a_cap_whatever_the_work_and_however_much_of_a_budget_is_used() {
        for (var workload : workloads()) {
            for (double used : new double[] {0.10, 0.30, 0.80, 0.90, 0.95, 0.99}) {
                var decided = decide(workload, Data.of(List.of("public"), List.of()), used);

                assertThat(decided.verdict().word())
                        .as("%s of the budget used, %s, because of %s", used, workload, decided.because())
                        .isNotEqualTo("deny");
            }
        }
    }

    @Test
    void past_the_end_of_a_soft_budget_only_the_rules_that_mean_to_stop_a_call_stop_it() {
        for (var workload : workloads()) {
            for (double used : new double[] {1.0, 1.2}) {
                var decided = decide(workload, Data.of(List.of("public"), List.of()), used);

                assertThat(decided.verdict().word().equals("deny"))
                        .as("%s of the budget used, %s, because of %s", used, workload, decided.because())
                        .isEqualTo(decided.because().contains("BUDGET-202")
                                || decided.because().contains("BUDGET-203"));
            }
        }
    }

    @Test
    void personal_data_of_a_european_always_finds_a_place_inside_the_eea() {
        var eea = catalog.hostedIn("EEA");
        for (var workload : workloads()) {
            var decided = decide(workload, Data.of(List.of("personal"), List.of("DE")), 0.30);
            var target = decided.verdict().target();

            assertThat(target)
                    .as("%s, because of %s", workload, decided.because())
                    .isNotNull();
            var place = catalog.deployment(target.deployment().id().value());
            assertThat(place.minus(eea).isEmpty())
                    .as("%s is inside the EEA", target.deployment())
                    .isTrue();
        }
    }

    private record Decided(Verdict verdict, List<String> because) {}

    private static Decided decide(Workload workload, Data data, double used) {
        var question =
                Question.about(Call.chat("claude-opus-5", 1_000)).carrying(data).doing(workload);
        var budgets = List.of(softBudget(used));
        var snapshot = new Snapshot(
                new RulesetRef(1, "sha256:" + "0".repeat(64)),
                rules,
                Settings.DEFAULT,
                catalog,
                List.of(),
                (caller, at) -> budgets);
        var plan = new Decider().plan(question, snapshot, AT);
        var decision = plan.decide(plan.admit(budgets), budgets);
        return new Decided(
                decision.verdict(),
                decision.reasons().stream().map(Reason::rule).toList());
    }

    /** Of 1 000 units, in the middle of its month. */
    private static Budget softBudget(double used) {
        return new Budget(
                "search",
                "search-team",
                "product=search",
                false,
                Money.parse("1000"),
                Money.ZERO,
                new Money(Math.round(used * Money.parse("1000").nanos())),
                AT.minus(Duration.ofDays(15)),
                AT.plus(Duration.ofDays(15)),
                AT);
    }

    private static List<Workload> workloads() {
        var workloads = new ArrayList<Workload>();
        for (var task : TASKS) {
            for (var criticality : List.of("low", "standard", "high", "critical")) {
                for (var phase : List.of("discovery", "scaling", "production")) {
                    for (var interactive : List.of(true, false)) {
                        workloads.add(Workload.of(task, criticality, phase, interactive));
                    }
                }
            }
        }
        return workloads;
    }
}
