package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.pack.Ruleset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is refused of compiled classes is told at the rules they were compiled from. */
class RulesOfClassTest {
    private static final String MANIFEST = """
            name: escape
            version: 1.0.0
            concern: budget
            owners: [nobody]
            title: An escape
            description: Runs code on the host.
            """;

    private static Ruleset ruleset(String when, String then) throws PackException {
        var rules = PackOnDisk.rule("R-1", "r1", "Workload(task == \"mail\")", "decision.flag(\"x\");")
                + PackOnDisk.rule("R-2", "r2", when, then)
                + PackOnDisk.rule("R-3", "r3", "Workload(task == \"chat\")", "decision.flag(\"y\");");
        return Ruleset.enforcing(List.of(PackReader.of(
                "escape", List.of(new PackFile("pack.yaml", MANIFEST), new PackFile("rules/a.drl", rules)))));
    }

    private static List<String> told(Ruleset ruleset) throws PackException {
        var written = Unvalidated.written(ruleset);
        var compiled = DroolsCompiler.compiled(written);
        var fault = catchThrowableOfType(UnsoundFormException.class, () -> SoundForm.check(ruleset, compiled));
        return RulesOfClass.problems(written, compiled, fault).stream()
                .map(problem -> problem.code() + ": " + problem.message())
                .toList();
    }

    @Test
    void a_condition_that_reaches_too_far_is_told_at_its_rule() throws PackException {
        assertThat(told(ruleset("Workload(System.getProperty(\"a\") == null)", "decision.flag(\"x\");")))
                .singleElement()
                .asString()
                .startsWith(
                        "engine: rule (R-2) passed the validator, but could not come into force: it reaches (java.lang.System#getProperty)");
    }

    @Test
    void a_consequence_that_reaches_too_far_is_told_at_its_rule() throws PackException {
        assertThat(told(ruleset("Workload()", "Runtime.getRuntime(); decision.flag(\"x\");")))
                .singleElement()
                .asString()
                .contains("rule (R-2)", "java.lang.Runtime");
    }

    @Test
    void an_effect_of_another_concern_is_told_at_its_rule() throws PackException {
        assertThat(told(ruleset("Workload()", "decision.forbidTraining();")))
                .singleElement()
                .asString()
                .contains("rule (R-2)", "a pack of another concern says");
    }
}
