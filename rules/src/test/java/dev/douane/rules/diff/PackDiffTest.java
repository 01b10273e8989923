package dev.douane.rules.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.analysis.Prover;
import dev.douane.rules.lint.Drl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackDiffTest {
    private static final String CAP = "decision.capTier(\"economy\");";

    private static PackDiff diff(Drl before, Drl after) {
        return PackDiff.of(side(before), side(after.version("1.1.0")), new Prover(Drl.WORDS));
    }

    private static PackDiff.Side side(Drl pack) {
        return new PackDiff.Side(pack.pack().manifest(), pack.rules());
    }

    private static Drl pack() {
        return Drl.of("budget");
    }

    @Test
    void a_pack_does_not_differ_from_itself() {
        var diff = diff(pack().rule("R-1", "Call()", CAP), pack().rule("R-1", "Call()", CAP));

        assertThat(diff.isEmpty()).isTrue();
        assertThat(DiffText.of(diff)).isEqualTo("""
                example@1.0.0 → example@1.1.0
                  nothing changed that a decision could show
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "Budget(usedFraction >= 0.8) ~ Budget(usedFraction >= 0.9) ~ NARROWED",
                "Budget(usedFraction >= 0.9) ~ Budget(usedFraction >= 0.8) ~ WIDENED",
                "Budget(pace > 2) ~ Budget(pace > 2); Workload(task == \"a\") ~ NARROWED",
                "Budget(pace > 2); Workload(task == \"a\") ~ Budget(pace > 2) ~ WIDENED",
                "Workload(task == \"a\") ~ Workload(task in (\"a\", \"b\")) ~ WIDENED",
                "Workload(task == \"a\") ~ Workload(task == \"b\") ~ CONDITIONS_CHANGED",
                "Workload(task in (\"a\", \"b\")) ~ Workload(task == \"b\" || task == \"a\") ~ REWRITTEN"
            })
    void what_became_of_the_conditions_is_proved_or_said_to_be_changed(String was, String is, RuleChangeKind kind) {
        var diff =
                diff(pack().rule("R-1", was.replace(';', '\n'), CAP), pack().rule("R-1", is.replace(';', '\n'), CAP));

        assertThat(diff.rules())
                .singleElement()
                .satisfies(change -> assertThat(change.kinds()).containsExactly(kind));
    }

    @Test
    void rules_that_came_went_changed_effect_or_wording_are_told_apart() {
        var diff = diff(
                pack().rule("R-1", "Call()", CAP)
                        .rule("R-2", "Call()", CAP)
                        .rule("R-3", "It was said so.", "", "Call()", CAP),
                pack().rule("R-2", "Call()", "decision.capTier(\"standard\");")
                        .rule("R-3", "It is said better.", "", "Call()", CAP)
                        .rule("R-4", "Call()", CAP));

        assertThat(diff.rules())
                .extracting(change -> change.id() + " " + change.kinds())
                .containsExactly("R-1 [REMOVED]", "R-2 [EFFECT_CHANGED]", "R-3 [REWORDED]", "R-4 [ADDED]");
    }

    @Test
    void rules_are_compared_by_what_their_variables_stand_for() {
        var told = "decision.flag($t);";
        var asked = "Caller($t : team) Workload(task == $t)";

        assertThat(diff(pack().rule("R-1", "Caller($t : team)", told), pack().rule("R-1", "Caller($t : product)", told))
                        .rules())
                .singleElement()
                .satisfies(change -> assertThat(change.kinds())
                        .containsExactly(RuleChangeKind.REWRITTEN, RuleChangeKind.EFFECT_CHANGED));
        assertThat(diff(pack().rule("R-1", asked, CAP), pack().rule("R-1", asked.replace("team", "product"), CAP))
                        .rules())
                .singleElement()
                .satisfies(change -> assertThat(change.kinds()).containsExactly(RuleChangeKind.CONDITIONS_CHANGED));
    }

    @Test
    void another_name_for_a_variable_changes_nothing_but_how_it_is_written() {
        var pairs = "$b : Budget(hard == true) Budget(name != $b.name)";

        assertThat(diff(
                                pack().rule("R-1", pairs, "decision.flag($b.name);"),
                                pack().rule("R-1", pairs.replace("$b", "$one"), "decision.flag($one.name);"))
                        .rules())
                .singleElement()
                .satisfies(change -> assertThat(change.kinds()).containsExactly(RuleChangeKind.REWRITTEN));
    }

    @Test
    void people_read_what_a_variable_stood_for_and_stands_for() {
        var diff = diff(
                pack().rule("R-1", "Caller($t : team) Workload($w : task)", "decision.flag($t);"),
                pack().rule("R-1", "Caller($t : team) Workload($w : task)", "decision.flag($w);"));

        assertThat(DiffText.of(diff)).isEqualTo("""
                example@1.0.0 → example@1.1.0
                ~ R-1 says something else of the target or the call: Because of R-1.
                    - then decision.flag($t), where $t is Caller.team
                    + then decision.flag($w), where $w is Workload.task
                """);
    }

    @Test
    void the_order_of_rules_and_effects_changes_nothing() {
        var both = "decision.flag(\"a\"); " + CAP;
        var turned = CAP + " decision.flag(\"a\");";

        assertThat(diff(
                                pack().rule("R-1", "Call()", both).rule("R-2", "Call()", CAP),
                                pack().rule("R-2", "Call()", CAP).rule("R-1", "Call()", turned))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void parameters_are_compared_by_type_default_and_limits() {
        var diff = diff(
                pack().parameter("soft", "percent", "80")
                        .parameter("old", "integer", "1")
                        .rule("R-1", "Call()", CAP),
                pack().parameter("soft", "percent", "90")
                        .parameter("fresh", "integer", "1")
                        .rule("R-1", "Call()", CAP));

        assertThat(diff.parameters())
                .containsExactly(
                        new ParameterChange("fresh", "", "integer 1"),
                        new ParameterChange("old", "integer 1", ""),
                        new ParameterChange("soft", "percent 80 %", "percent 90 %"));
    }

    @Test
    void people_read_what_changed_and_nothing_else() {
        var diff = diff(
                pack().rule("R-1", "Budget(usedFraction >= 0.9)", CAP).rule("R-2", "Call()", CAP),
                pack().rule("R-1", "Budget(usedFraction >= 0.8)", CAP).rule("R-2", "Call()", CAP));

        assertThat(DiffText.of(diff)).isEqualTo("""
                example@1.0.0 → example@1.1.0
                ~ R-1 fires for more calls: Because of R-1.
                    - when Budget(usedFraction >= 0.9)
                    + when Budget(usedFraction >= 0.8)
                """);
    }
}
