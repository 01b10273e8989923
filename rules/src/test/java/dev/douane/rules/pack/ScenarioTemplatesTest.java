package dev.douane.rules.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.douane.rules.catalog.JurisdictionGroups;
import dev.douane.rules.facts.Budget;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioTemplatesTest {
    private static final String CATALOG = "catalog: [{big-us: {tier: frontier}}]\n";

    @TempDir
    private Path packs;

    private List<Scenario> read(String cases) throws PackException {
        var pack = PackOnDisk.of(packs)
                .rule("EX-1", "Call()", "decision.flag(\"x\");")
                .with("tests/a.yaml", CATALOG + cases)
                .read();
        return new ScenarioReader(JurisdictionGroups.none()).read(pack);
    }

    private String refusal(String cases) {
        return catchThrowableOfType(PackException.class, () -> read(cases))
                .problems()
                .getFirst()
                .toString();
    }

    @Test
    void each_row_of_examples_is_a_case_of_its_own_with_numbers_lists_and_words_in_their_places() throws PackException {
        var scenarios = read("""
                cases:
                  - name: "{verdict} at {used}"
                    call: {model: "{model}-us"}
                    budgets: [{name: b, usedFraction: "{used}"}]
                    expect: {verdict: "{verdict}", because: "{because}"}
                    examples:
                      - {used: 0.79, verdict: allow, because: [], model: big}
                      - {used: 0.8, verdict: deny, because: [EX-1, EX-2], model: small}
                  - name: plain
                    call: {model: big}
                    expect: {verdict: allow, because: []}
                """);

        assertThat(scenarios).extracting(Scenario::name).containsExactly("allow at 0.79", "deny at 0.8", "plain");
        assertThat(scenarios).extracting(Scenario::line).containsExactly(8, 9, 10);
        assertThat(scenarios.get(1).question().call().model()).isEqualTo("small-us");
        assertThat(scenarios.get(1).budgets())
                .extracting(Budget::getUsedFraction)
                .containsExactly(0.8);
        assertThat(scenarios.get(1).expected().because()).containsExactly("EX-1", "EX-2");
    }

    @Test
    void a_row_that_says_too_little_or_too_much_is_refused_at_its_line() {
        var cases = """
                cases:
                  - name: at {used}
                    call: {model: big}
                    expect: {verdict: "{verdict}", because: []}
                    examples:
                      - {used: 1, verdict: allow}
                      - %s
                """;

        assertThat(refusal(cases.formatted("{used: 1}"))).isEqualTo("tests/a.yaml:8:9: row has no value for (verdict)");
        assertThat(refusal(cases.formatted("{used: 1, verdict: allow, verdikt: deny}")))
                .isEqualTo("tests/a.yaml:8:9: the case says {verdikt} nowhere");
        assertThat(refusal(cases.formatted("7"))).startsWith("tests/a.yaml:8:9: each row of examples must be a map");
    }

    @Test
    void two_rows_that_give_the_same_name_are_refused() {
        assertThat(refusal("""
                cases:
                  - name: always the same
                    call: {model: "{model}"}
                    expect: {verdict: allow, because: []}
                    examples: [{model: a}, {model: b}]
                """)).contains("has the name of another case of the file");
    }

    @Test
    void a_typo_inside_a_case_with_examples_is_refused_at_the_line_where_it_was_written() {
        assertThat(refusal("""
                cases:
                  - name: at {used}
                    call:
                      model: big
                      maxOutputToken: "{used}"
                    expect: {verdict: allow, because: []}
                    examples:
                      - {used: 1}
                """)).startsWith("tests/a.yaml:6:7: unknown member (cases.0.call.maxOutputToken)");
    }

    @Test
    void an_alias_in_a_case_is_refused_where_it_stands() {
        assertThat(refusal("""
                cases:
                  - name: one
                    call: {model: *m}
                    expect: {verdict: allow, because: []}
                """))
                .isEqualTo("tests/a.yaml:4:19: alias (m) is not understood here. Maybe write the value out.");
    }

    @Test
    void braces_mean_nothing_in_a_case_without_examples() throws PackException {
        assertThat(read("""
                cases:
                  - name: "{used}"
                    call: {model: big}
                    expect: {verdict: allow, because: []}
                """)).extracting(Scenario::name).containsExactly("{used}");
    }
}
