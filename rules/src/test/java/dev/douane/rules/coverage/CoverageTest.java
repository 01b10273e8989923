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
import dev.douane.rules.gate.PackGate;
import dev.douane.rules.lint.Drl;
import dev.douane.rules.money.Money;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackVerifier;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverageTest {
    private static final String RULE = """
            rule "A budget runs low"
                @id("B-1")
                @reason("The budget runs low.")
            when
                Budget(usedFraction >= 0.8)
                Workload(task in ("chat", "code"), interactive == true)
            then
                decision.capTier("economy");
            end
            """;

    @TempDir
    private Path packs;

    private RuleCoverage coverage(String cases) throws PackException {
        var pack = PackOnDisk.of(packs, "example", "budget")
                .with("rules/a.drl", RULE)
                .with("tests/a.yaml", "catalog: [{big-us: {tier: economy}}]\ncases:\n" + cases)
                .read();
        var gate = new PackGate(Drl.WORDS);
        var report =
                new PackVerifier(new DroolsCompiler(EngineLimits.DEFAULT), JurisdictionsReader.shipped()).verify(pack);
        assertThat(report.problems()).isEmpty();
        return Coverage.of(report, gate.read(pack), gate.check(pack).values()).getFirst();
    }

    @Test
    void a_case_on_the_limit_pins_a_comparison_down_and_words_need_one_inside_and_one_outside() throws PackException {
        var coverage = coverage("""
                  - name: at {used} used {task} is {because}
                    call: {model: big}
                    workload: {task: "{task}", interactive: true}
                    budgets: [{name: b, usedFraction: "{used}"}]
                    expect: {verdict: allow, because: "{because}"}
                    examples:
                      - {used: 0.8, task: chat, because: [B-1]}
                      - {used: 0.9, task: search, because: []}
                """);

        assertThat(coverage.firedBy()).containsExactly("at 0.8 used chat is [\"B-1\"]");
        assertThat(coverage.boundaries())
                .extracting(Boundary::text, Boundary::below, Boundary::on, Boundary::above, Boundary::missing)
                .containsExactly(
                        tuple("usedFraction >= 0.8", 0, 1, 1, ""),
                        tuple("task in (\"chat\", \"code\")", 1, 0, 1, ""),
                        tuple("interactive == true", 0, 0, 2, "all cases are inside: add one outside"));
        assertThat(coverage.open()).extracting(Boundary::place).hasToString("[rules/a.drl:6:40]");
    }

    @Test
    void cases_on_one_side_of_a_limit_do_not_pin_it_down() throws PackException {
        var coverage = coverage("""
                  - name: nearly used up
                    call: {model: big}
                    workload: {task: chat, interactive: true}
                    budgets: [{name: b, usedFraction: 0.95}]
                    expect: {verdict: allow, because: [B-1]}
                """);

        assertThat(coverage.boundaries().getFirst().missing())
                .isEqualTo("all cases are above the limit: add one on it");
    }

    @Test
    void every_field_of_the_list_can_be_read() {
        var time = Instant.parse("2026-11-22T00:00:00Z");
        var facts = new Facts(
                new Call("m", null, null, null, "chat", 1, 0, null, 1, "default", new TreeSet<>()),
                Caller.UNKNOWN,
                Data.UNKNOWN,
                Workload.UNKNOWN,
                List.of(new Budget("b", "o", "all", true, new Money(10), Money.ZERO, Money.ZERO, time, time, time)),
                List.of(new Outage("p", null, null, null)),
                Value.UNKNOWN,
                Clock.at(time, ZoneOffset.UTC));

        assertThat(FactFields.all())
                .allSatisfy(field -> assertThat(FieldValues.of(field, facts))
                        .as(field.qualified())
                        .hasSize(1)
                        .allSatisfy(value -> assertThat(value.isPresent() || field.mayBeMissing())
                                .isTrue()));
    }
}
