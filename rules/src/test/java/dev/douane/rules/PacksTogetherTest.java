package dev.douane.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Question;
import dev.douane.rules.call.Workload;
import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.Country;
import dev.douane.rules.decide.Decider;
import dev.douane.rules.decide.Decision;
import dev.douane.rules.decide.Headroom;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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

    private static final List<List<String>> DATA_CLASSES = List.of(
            List.of(),
            List.of("public"),
            List.of("personal"),
            List.of("financial"),
            List.of("financial", "personal"),
            List.of("confidential"),
            List.of("health", "personal"),
            List.of("public-sector"),
            List.of("export-controlled"));

    private static CompiledRules rules;
    private static CatalogIndex catalog;

    @BeforeAll
    static void compile() throws PackException {
        var packs = ShippedPacks.read(PacksTogetherTest.class.getClassLoader());
        rules = new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(packs));
        catalog = index(confirmed());
    }

    /** The starter catalog once its operator has confirmed the examples. */
    private static Catalog confirmed() {
        var shipped = new String(CatalogReader.shippedBytes(), StandardCharsets.UTF_8);
        return CatalogReader.read(
                shipped.replace("placeholder: true", "placeholder: false").getBytes(StandardCharsets.UTF_8));
    }

    private static CatalogIndex index(Catalog of) {
        return new CatalogIndex(of, JurisdictionsReader.shipped().on(LocalDate.parse("2026-11-16")));
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

    @Test
    void personal_data_of_people_in_the_uk_and_in_the_eea_together_finds_a_place_inside_the_eea() {
        var decided = decide(Caller.UNKNOWN, Workload.UNKNOWN, Data.of(List.of("personal"), List.of("DE", "GB")));

        assertThat(decided.because()).contains("EU-001", "UK-001");
        assertThat(hosting(decided)).isIn(members("EEA"));
    }

    @Test
    void personal_data_of_a_briton_may_be_handled_in_the_uk() {
        var decided = decide(inCountry("GB"), Workload.UNKNOWN, Data.of(List.of("personal"), List.of("GB")));

        assertThat(decided.because()).contains("UK-001").doesNotContain("EU-001", "EU-002", "EU-003");
        assertThat(hosting(decided)).isIn(members("UK-or-adequate"));
    }

    @Test
    void payment_data_of_people_in_india_finds_a_place_in_india() {
        var decided =
                decide(inCountry("IN"), Workload.UNKNOWN, Data.of(List.of("financial", "personal"), List.of("IN")));

        assertThat(hosting(decided)).isEqualTo("IN");
    }

    /** Two laws can ask for two places at once; the answer is a deny that names both, and the way out is to split the call. */
    @Test
    void payment_data_of_people_in_india_that_is_personal_data_of_a_german_too_has_no_place() {
        var decided = decide(
                inCountry("IN"), Workload.UNKNOWN, Data.of(List.of("financial", "personal"), List.of("DE", "IN")));

        assertThat(decided.verdict().word()).isEqualTo("deny");
        assertThat(decided.because()).contains("EU-001", "IN-010");
    }

    /** Nobody said where the caller is, so EU-003 takes it to be in the EEA. */
    @Test
    void personal_payment_data_of_people_in_india_has_no_place_until_the_caller_says_where_it_is() {
        var data = Data.of(List.of("financial", "personal"), List.of("IN"));

        var silent = decide(Caller.UNKNOWN, Workload.UNKNOWN, data);
        assertThat(silent.verdict().word()).isEqualTo("deny");
        assertThat(silent.because()).contains("EU-003", "IN-010");
        for (var place : List.of("IN", "US")) {
            assertThat(hosting(decide(inCountry(place), Workload.UNKNOWN, data)))
                    .as(place)
                    .isEqualTo("IN");
        }
    }

    /** Indian law wants them in India, UK law in the UK or an approved country, since nobody has assessed safeguards for India. */
    @Test
    void personal_payment_data_of_people_in_india_has_no_place_when_it_is_handled_from_the_uk() {
        var decided =
                decide(inCountry("GB"), Workload.UNKNOWN, Data.of(List.of("financial", "personal"), List.of("IN")));

        assertThat(decided.verdict().word()).isEqualTo("deny");
        assertThat(decided.because()).contains("UK-002", "IN-010");
    }

    @Test
    void people_whose_whereabouts_nobody_said_are_held_to_one_place_only() {
        for (var classes : DATA_CLASSES) {
            var unsaid = decide(Caller.UNKNOWN, Workload.UNKNOWN, Data.of(classes, List.of()));
            assertThat(unsaid.because()).as("%s", classes).noneMatch(rule -> rule.matches("(UK|IN)-.*"));

            for (var place : List.of("IN", "GB")) {
                var decided = decide(inCountry(place), Workload.UNKNOWN, Data.of(classes, List.of()));
                if (classes.contains("personal")) {
                    assertThat(decided.because())
                            .as("%s, from %s", classes, place)
                            .contains("EU-002");
                    assertThat(hosting(decided))
                            .as("%s, from %s", classes, place)
                            .isIn(members("EEA"));
                }
            }
        }
    }

    @Test
    void the_country_packs_say_nothing_where_neither_people_nor_caller_are_there() {
        for (var classes : DATA_CLASSES) {
            for (var subjects : List.of(List.<String>of(), List.of("DE"), List.of("JP", "US"), List.of("IM"))) {
                for (var place : Arrays.asList(null, "DE", "US", "JE")) {
                    var decided = decide(inCountry(place), Workload.UNKNOWN, Data.of(classes, subjects));
                    assertThat(decided.because())
                            .as("%s of people in %s, from %s", classes, subjects, place)
                            .noneMatch(rule -> rule.matches("(UK|IN)-.*"));
                }
            }
        }
    }

    @Test
    void continuity_takes_nothing_more_away_from_critical_work_than_european_law_does() {
        for (var classes : DATA_CLASSES) {
            for (var phase : List.of("discovery", "scaling", "production")) {
                var decided = decide(
                        Caller.UNKNOWN,
                        Workload.of("research", "critical", phase, true),
                        Data.of(classes, List.of("DE")));

                assertThat(decided.verdict().word())
                        .as("%s in %s, because of %s", classes, phase, decided.because())
                        .isEqualTo("downgrade");
            }
        }
    }

    @Test
    void critical_work_goes_nowhere_until_the_operator_confirms_an_example_or_a_clause() {
        var question = Question.about(Call.chat("gpt-oss-120b", 1_000))
                .carrying(Data.of(List.of("internal"), List.of("DE")))
                .doing(Workload.of("research", "critical", "production", true));

        var decision = decision(question, 0.30, index(CatalogReader.shipped()));

        assertThat(decision.verdict().word()).isEqualTo("deny");
        assertThat(decision.reasons()).anySatisfy(reason -> {
            assertThat(reason.rule()).isEqualTo("placeholder");
            assertThat(reason.message()).contains("operator puts in its own country");
        });
    }

    private static Caller inCountry(@Nullable String location) {
        return new Caller(null, null, null, null, null, null, null, location);
    }

    private static String hosting(Decided decided) {
        var target = decided.verdict().target();
        assertThat(target).as("because of %s", decided.because()).isNotNull();
        var country = Objects.requireNonNull(target).deployment().hosting();
        return Objects.requireNonNull(country).code();
    }

    private static List<String> members(String group) {
        return catalog.groups().countries(group).stream().map(Country::code).toList();
    }

    private record Decided(Verdict verdict, List<String> because) {}

    private static Decided decide(Caller caller, Workload workload, Data data) {
        return decide(
                Question.about(Call.chat("claude-opus-5", 1_000))
                        .from(caller)
                        .carrying(data)
                        .doing(workload),
                0.30);
    }

    private static Decided decide(Workload workload, Data data, double used) {
        return decide(
                Question.about(Call.chat("claude-opus-5", 1_000)).carrying(data).doing(workload), used);
    }

    private static Decided decide(Question question, double used) {
        var decision = decision(question, used, catalog);
        return new Decided(
                decision.verdict(),
                decision.reasons().stream().map(Reason::rule).toList());
    }

    private static Decision decision(Question question, double used, CatalogIndex catalog) {
        var budgets = List.of(softBudget(used));
        var snapshot = new Snapshot(
                new RulesetRef(1, "sha256:" + "0".repeat(64)),
                rules,
                Settings.DEFAULT,
                catalog,
                List.of(),
                (caller, at) -> budgets);
        var plan = new Decider().plan(question, snapshot, AT);
        return plan.decide(plan.admit(Headroom.of(budgets)), Headroom.of(budgets));
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
