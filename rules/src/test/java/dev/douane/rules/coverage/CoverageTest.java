package dev.douane.rules.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drl.FactFields;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.facts.Value;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.Work;
import dev.douane.rules.lint.Drl;
import dev.douane.rules.money.Money;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackReport;
import dev.douane.rules.pack.PackVerifier;
import dev.douane.rules.pack.ScenarioResult;
import dev.douane.rules.validator.PackValidator;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A condition is covered where a case would fail if it were dropped, and where a case fires its rule because of it. */
class CoverageTest {
    private static final String NO_MISS = "no case misses the rule only because of it: add one where all else holds";
    private static final String NO_FIRING = "no case fires the rule because of it: add one";

    @TempDir
    private Path packs;

    private static PackReport verified(Pack pack) throws PackException {
        var report =
                new PackVerifier(new DroolsCompiler(EngineLimits.DEFAULT), JurisdictionsReader.shipped()).verify(pack);
        assertThat(report.results())
                .allSatisfy(result -> assertThat(result.mismatches()).isEmpty());
        return report;
    }

    private RuleCoverage coverage(String when, String cases) throws PackException {
        var pack = PackOnDisk.of(packs, "example", "budget")
                .with("rules/a.drl", PackOnDisk.rule("B-1", "A rule", when, "decision.flag(\"seen\");"))
                .with("tests/a.yaml", "catalog: [{big-us: {tier: economy}}]\ncases:\n" + cases)
                .read();
        var validator = new PackValidator(Drl.WORDS);
        return Coverage.of(
                        verified(pack),
                        validator.read(pack),
                        validator.check(pack).values())
                .getFirst();
    }

    private static final String BUDGET_AND_TASK = """
                  - name: at {used} used {task} {waiting} is {because}
                    call: {model: big}
                    workload: {task: "{task}", interactive: "{waiting}"}
                    budgets: [{name: b, usedFraction: "{used}"}]
                    expect: {verdict: allow, because: "{because}"}
                    examples:
                """;

    @Test
    void each_condition_wants_a_case_that_fires_the_rule_with_it_and_one_that_misses_the_rule_only_because_of_it()
            throws PackException {
        var coverage = coverage(
                "Budget(usedFraction >= 0.8) Workload(task in (\"chat\", \"code\"), interactive == true)",
                BUDGET_AND_TASK + """
                      - {used: 0.8, task: chat, waiting: true, because: [B-1]}
                      - {used: 0.7, task: chat, waiting: true, because: []}
                      - {used: 0.9, task: search, waiting: true, because: []}
                """);

        assertThat(coverage.firedBy()).containsExactly("at 0.8 used chat true is [\"B-1\"]");
        assertThat(coverage.conditions())
                .extracting(ConditionCoverage::text, ConditionCoverage::isCovered, ConditionCoverage::missing)
                .containsExactly(
                        tuple("usedFraction >= 0.8", true, ""),
                        tuple("task in (\"chat\", \"code\")", true, ""),
                        tuple("interactive == true", false, NO_MISS));
        assertThat(coverage.open()).extracting(ConditionCoverage::place).hasToString("[rules/a.drl:5:68]");
    }

    @Test
    void cases_on_both_sides_of_a_condition_do_not_cover_it_where_another_one_decides() throws PackException {
        var coverage = coverage("Budget(usedFraction >= 0.8) Workload(interactive == true)", BUDGET_AND_TASK + """
                      - {used: 0.9, task: chat, waiting: true, because: [B-1]}
                      - {used: 0.7, task: chat, waiting: false, because: []}
                """);

        assertThat(coverage.conditions())
                .extracting(ConditionCoverage::fires, ConditionCoverage::misses)
                .containsExactly(tuple(true, false), tuple(true, false));
    }

    @Test
    void a_condition_that_another_one_includes_is_never_covered() throws PackException {
        var coverage = coverage("Budget(usedFraction >= 0.5, usedFraction >= 0.8)", BUDGET_AND_TASK + """
                      - {used: 0.9, task: chat, waiting: true, because: [B-1]}
                      - {used: 0.7, task: chat, waiting: true, because: []}
                      - {used: 0.4, task: chat, waiting: true, because: []}
                """);

        assertThat(coverage.open()).extracting(ConditionCoverage::text).containsExactly("usedFraction >= 0.5");
    }

    @Test
    void each_side_of_an_or_must_fire_the_rule_alone() throws PackException {
        var coverage = coverage("Workload(task == \"chat\" || interactive == true)", BUDGET_AND_TASK + """
                      - {used: 0, task: chat, waiting: true, because: [B-1]}
                      - {used: 0, task: code, waiting: true, because: [B-1]}
                      - {used: 0, task: code, waiting: false, because: []}
                """);

        assertThat(coverage.conditions())
                .extracting(ConditionCoverage::text, ConditionCoverage::missing)
                .containsExactly(tuple("task == \"chat\"", NO_FIRING), tuple("interactive == true", ""));
    }

    @Test
    void what_is_compared_with_a_variable_and_what_there_must_not_be_are_conditions_too() throws PackException {
        var coverage = coverage("$b : Budget(hard == true) not Budget(name != $b.name) not Outage()", """
                  - name: with {budgets} and {outages} {because} fires
                    call: {model: big}
                    budgets: "{budgets}"
                    outages: "{outages}"
                    expect: {verdict: allow, because: "{because}"}
                    examples:
                      - {budgets: [{name: a}], outages: [], because: [B-1]}
                      - {budgets: [{name: a}, {name: b}], outages: [], because: []}
                      - {budgets: [{name: a}], outages: [{provider: p}], because: []}
                """);

        assertThat(coverage.conditions())
                .extracting(ConditionCoverage::text, ConditionCoverage::missing)
                .containsExactly(tuple("hard == true", NO_MISS), tuple("name != $b.name", ""), tuple("Outage()", ""));
    }

    @Test
    void what_is_covered_is_noticed_when_it_is_dropped() throws PackException {
        var conditions = List.of(
                "usedFraction >= 0.8", "hard == true", "elapsedFraction < 0.9", "remaining < 50", "owner == \"a\"");
        var cases = """
                  - name: "{used} {hard} {passed} {limit} {owner} {because}"
                    call: {model: big}
                    budgets: [{name: b, usedFraction: "{used}", hard: "{hard}", elapsedFraction: "{passed}", limit: "{limit}", owner: "{owner}"}]
                    expect: {verdict: allow, because: "{because}"}
                    examples:
                      - {used: 0.8, hard: true, passed: 0.5, limit: "100.00", owner: a, because: [B-1]}
                      - {used: 0.7, hard: true, passed: 0.5, limit: "100.00", owner: a, because: []}
                      - {used: 0.8, hard: false, passed: 0.5, limit: "100.00", owner: a, because: []}
                      - {used: 0.8, hard: true, passed: 0.9, limit: "100.00", owner: a, because: []}
                      - {used: 0.8, hard: true, passed: 0.5, limit: "1000.00", owner: a, because: []}
                """;
        var coverage = coverage("Budget(" + String.join(", ", conditions) + ")", cases);

        for (var condition : coverage.conditions()) {
            var without = conditions.stream()
                    .filter(each -> !each.equals(condition.text()))
                    .toList();
            var pack = PackOnDisk.of(packs, "without", "budget")
                    .with(
                            "rules/a.drl",
                            PackOnDisk.rule(
                                    "B-1",
                                    "A rule",
                                    "Budget(" + String.join(", ", without) + ")",
                                    "decision.flag(\"seen\");"))
                    .with("tests/a.yaml", "catalog: [{big-us: {tier: economy}}]\ncases:\n" + cases)
                    .read();
            var report = new PackVerifier(new DroolsCompiler(EngineLimits.DEFAULT), JurisdictionsReader.shipped())
                    .verify(pack);

            assertThat(report.results().stream().allMatch(ScenarioResult::passed))
                    .as(condition.text())
                    .isEqualTo(!condition.isCovered());
        }
        assertThat(coverage.open()).extracting(ConditionCoverage::text).containsExactly("owner == \"a\"");
    }

    @Test
    void where_trying_all_cases_would_be_too_much_work_it_is_said() throws PackException {
        var pack = PackOnDisk.of(packs, "example", "budget")
                .rule("B-1", "Budget(usedFraction >= 0.8, hard == true)", "decision.flag(\"seen\");")
                .with("tests/a.yaml", "catalog: [{big-us: {tier: economy}}]\ncases:\n" + BUDGET_AND_TASK + """
                              - {used: 0.8, task: chat, waiting: true, because: [B-1]}
                              - {used: 0.7, task: chat, waiting: true, because: []}
                        """)
                .read();
        var rules = new PackValidator(Drl.WORDS).read(pack);
        var report = verified(pack);

        assertThat(Coverage.of(report, rules, new TreeMap<>(), Work.upTo(Limit.CONDITIONS_TRIED, 10)))
                .singleElement()
                .satisfies(rule -> assertThat(rule.open())
                        .extracting(ConditionCoverage::missing)
                        .containsOnly("not all cases were tried: telling asks for too much: at most 10 "
                                + Limit.CONDITIONS_TRIED.words()));
        assertThat(Coverage.of(report, rules, new TreeMap<>(), Work.upTo(Limit.CONDITIONS_TRIED, 100)))
                .singleElement()
                .satisfies(rule -> assertThat(rule.open())
                        .extracting(ConditionCoverage::text)
                        .containsExactly("hard == true"));
    }

    private static Budget budget() {
        var time = Instant.parse("2026-11-22T00:00:00Z");
        return new Budget("b", "o", "all", true, new Money(10), Money.ZERO, Money.ZERO, time, time, time);
    }

    private static Facts facts(List<Budget> budgets) {
        var time = Instant.parse("2026-11-22T00:00:00Z");
        return new Facts(
                new Call("m", null, null, null, "chat", 1, 0, null, 1, "default", new TreeSet<>()),
                Caller.UNKNOWN,
                Data.UNKNOWN,
                Workload.UNKNOWN,
                budgets,
                List.of(new Outage("p", null, null, null)),
                Value.UNKNOWN,
                Clock.at(time, ZoneOffset.UTC));
    }

    @Test
    void every_field_of_the_list_can_be_read() {
        var facts = facts(List.of(budget()));

        assertThat(FactFields.all())
                .allSatisfy(field -> assertThat(FieldValues.facts(field.fact(), facts))
                        .as(field.qualified())
                        .singleElement()
                        .satisfies(fact -> assertThat(
                                        FieldValues.value(field, fact).isPresent() || field.mayBeMissing())
                                .isTrue()));
    }
}
