package dev.douane.rules.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.lint.Drl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProverTest {
    private final Prover prover = new Prover(Drl.WORDS);

    private static RuleTree rule(String when) {
        return Drl.of("cost-tier")
                .parameter("soft", "percent", "80")
                .parameter("teams", "string-set", "[a, b]")
                .rule("R-1", when, "decision.flag(\"x\");")
                .rules()
                .getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "Budget(usedFraction >= 0.9) ~ Budget(usedFraction >= 0.8)",
                "Budget(usedFraction > 0.8) ~ Budget(usedFraction >= 0.8)",
                "Budget(usedFraction == 0.8) ~ Budget(usedFraction >= 0.8)",
                "Call(inputTokens > 5) ~ Call(inputTokens >= 6)",
                "Call(inputTokens >= 6) ~ Call(inputTokens > 5)",
                "Workload(task == \"chat\") ~ Workload(task in (\"chat\", \"code\"))",
                "Workload(task in (\"chat\", \"code\")) ~ Workload(task == \"chat\" || task == \"code\")",
                "Workload(task == \"chat\" || task == \"code\") ~ Workload(task in (\"chat\", \"code\"))",
                "Workload(criticality in (\"high\", \"critical\")) ~ Workload(criticality not in (\"low\", \"standard\"))",
                "Workload(criticality not in (\"low\", \"standard\")) ~ Workload(criticality in (\"high\", \"critical\"))",
                "Workload(task == \"chat\") ~ Workload(task != null)",
                "Workload(task == null) ~ Workload(task != \"chat\")",
                "Workload(interactive == false) ~ Workload(interactive != true)",
                "Workload(task == \"chat\"); Budget(pace > 2) ~ Budget(pace > 1.5)",
                "Budget(pace > 2, usedFraction >= 0.5) ~ Budget(pace > 1.5)",
                "Data(classes contains \"personal\", subjectGroups contains \"EEA\") ~ Data(classes contains \"personal\")",
                "Data(classes contains \"personal\") ~ Data(classes.empty == false)",
                "Workload(task == \"chat\"); Workload(interactive == true) ~ Workload(task == \"chat\", interactive == true)",
                "not Budget(pace > 1) ~ not Budget(pace > 2)",
                "Workload(!(task == \"chat\" || task == \"code\")) ~ Workload(task not in (\"chat\", \"code\"))",
                "Budget(usedFraction >= params.soft, hard == true) ~ Budget(usedFraction >= params.soft)",
                "Clock(date >= \"2027-01-01\") ~ Clock(date > \"2026-12-31\")",
                "exists Budget(pace > 2) ~ Budget(pace > 1)"
            })
    void what_follows_is_proved(String one, String other) {
        assertThat(prover.implies(rule(one.replace(';', '\n')), rule(other.replace(';', '\n'))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "Budget(usedFraction >= 0.8) ~ Budget(usedFraction > 0.8)",
                "Budget(usedFraction >= 0.8) ~ Budget(usedFraction >= params.soft)",
                "Budget(usedFraction >= params.soft) ~ Budget(usedFraction >= 0.8)",
                "Workload(task != \"chat\") ~ Workload(task in (\"code\", \"search\"))",
                "Workload(task != \"chat\") ~ Workload(task != null)",
                "Call(maxOutputTokens != null) ~ Call(maxOutputTokens > 0)",
                "Call(!(maxOutputTokens > 5)) ~ Call(maxOutputTokens <= 5)",
                "Budget(pace > 2); Budget(usedFraction >= 0.5) ~ Budget(pace > 2, usedFraction >= 0.5)",
                "not Budget(pace > 2) ~ not Budget(pace > 1)",
                "Caller(team in (params.teams)) ~ Caller(team == \"a\")",
                "Workload(task str[startsWith] \"draft\") ~ Workload(task str[startsWith] \"dr\")",
                "$b : Budget(pace > 2); Outage(provider == $b.name) ~ $b : Budget(pace > 3); Outage(provider == $b.name)",
                "Data(classes contains \"personal\") ~ Data(classes contains \"health\")"
            })
    void what_does_not_follow_is_not_proved(String one, String other) {
        assertThat(prover.implies(rule(one.replace(';', '\n')), rule(other.replace(';', '\n'))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Budget(usedFraction >= 0.9, usedFraction < 0.8)",
                "Workload(task == \"chat\", task == \"code\")",
                "Workload(task == \"chat\")\nWorkload(task == \"code\")",
                "Workload(criticality not in (\"low\", \"standard\", \"high\", \"critical\"))",
                "Workload(interactive == true, interactive == false)",
                "Call(inputTokens > 5, inputTokens < 6)",
                "Clock(hour > 23)",
                "Budget(usedFraction < 0)",
                "Data(classes contains \"personal\", classes.empty == true)",
                "Data(classes contains \"personal\", classes not contains \"personal\")",
                "Call(maxOutputTokens == null, maxOutputTokens > 5)",
                "Budget(pace > 2)\nnot Budget(pace > 1)",
                "Budget(usedFraction >= params.soft, usedFraction < params.soft)"
            })
    void what_can_never_hold_is_proved(String when) {
        assertThat(prover.isImpossible(rule(when))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Budget(pace > 2)\nBudget(pace < 1)",
                "Call(n > 5, n < 7)",
                "Budget(pace > 1)\nnot Budget(pace > 2)",
                "Workload(task == \"chat\" || task == \"code\")",
                "Call(maxOutputTokens < 5 || maxOutputTokens == null)",
                "Call()"
            })
    void what_can_hold_is_left_alone(String when) {
        assertThat(prover.isImpossible(rule(when))).isFalse();
    }

    @Test
    void rules_for_different_calls_exclude_each_other_and_budgets_do_not() {
        assertThat(prover.exclude(rule("Workload(task == \"a\")"), rule("Workload(task == \"b\")")))
                .isTrue();
        assertThat(prover.exclude(rule("Budget(pace > 2)"), rule("Budget(pace < 1)")))
                .as("a call may touch two budgets")
                .isFalse();
    }

    @Test
    void more_ways_than_can_be_looked_at_prove_nothing() {
        var many = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            many.append("Workload(task str[startsWith] \"a%d\" || task str[endsWith] \"b%d\")%n".formatted(i, i));
        }
        var rule = rule(many.toString());

        assertThat(prover.isImpossible(rule)).isFalse();
        assertThat(prover.implies(rule(many + "Call(n == 1)"), rule)).isFalse();
    }

    @Test
    void what_means_the_same_follows_however_many_ways_it_has_and_what_hangs_on_another_budget_does_not() {
        var pair = "$b : Budget(hard == true)\nBudget(name != $b.name)";

        assertThat(prover.implies(rule(pair), rule(pair.replace("$b", "$other"))))
                .isTrue();
        assertThat(prover.implies(rule(pair), rule(pair.replace("$b.name", "$b.owner"))))
                .isFalse();
        assertThat(prover.implies(
                        rule("Caller($t : team) Workload(task == $t)"),
                        rule("Caller($t : product) Workload(task == $t)")))
                .isFalse();
    }
}
