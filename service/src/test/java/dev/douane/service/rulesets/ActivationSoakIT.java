package dev.douane.service.rulesets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.decide.RulesetRef;
import dev.douane.rules.decide.Settings;
import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.pack.WarmUp;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Activation after activation, each of another ruleset: what left force leaves memory. {@code -Ddouane.soak.activations=500} makes it long
 * and prints the figures that stand in {@code docs/benchmarks.md}.
 *
 * <p>It looks at all of a JVM, so it runs where no application is: among a hundred thousand classes of theirs its collections take most of a minute, and hide a
 * small slope.
 */
@Isolated("what is loaded and used is of all of the JVM")
class ActivationSoakIT {
    private static final int ACTIVATIONS = Integer.getInteger("douane.soak.activations", 16);
    private static final int WARM = 8;
    private static final int RULES = 12;

    /** What is loaded, and used after a collection. */
    private record Figures(int activations, int classes, long heapBytes) {
        static Figures after(int activations) {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            return new Figures(
                    activations,
                    ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
    }

    @Test
    void what_leaves_force_leaves_memory() throws PackException {
        var active = new ActiveRuleset();
        var figures = new ArrayList<Figures>();
        for (int number = 1; number <= ACTIVATIONS; number++) {
            active.swap(ruleset(number)).ifPresent(left -> left.rules().close());
            if (number >= WARM && (number == WARM || number % (ACTIVATIONS / 10 + 1) == 0 || number == ACTIVATIONS)) {
                figures.add(Figures.after(number));
            }
        }
        var first = figures.getFirst();
        var last = figures.getLast();
        var activations = last.activations() - first.activations();
        figures.forEach(System.out::println);
        System.out.printf(
                "heap grows by %.3f MB an activation, classes by %.2f%n",
                (last.heapBytes() - first.heapBytes()) / 1e6 / activations,
                (last.classes() - first.classes()) / (double) activations);

        // a ruleset of a dozen rules is dozens of classes; those that stayed each time would show
        assertThat(last.classes() - first.classes()).isLessThan(100 + activations);
        assertThat((last.heapBytes() - first.heapBytes()) / activations).isLessThan(500_000);
    }

    private static ActiveRuleset.Held ruleset(int number) throws PackException {
        var rules = new StringBuilder();
        var tests = new StringBuilder(
                "catalog:\n  - big-us: {tier: frontier, price: {input: \"5.00\", output: \"25.00\"}}\ncases:\n");
        for (int i = 0; i < RULES; i++) {
            rules.append("""
                    rule "Rule %1$d"
                        @id("SOAK-%1$d")
                        @reason("Number %2$d says so.")
                    when
                        Workload(task == "task-%1$d", phase != "%2$d")
                    then
                        decision.flag("mark-%2$d");
                    end
                    """.formatted(i, number));
            tests.append("  - {name: case %1$d, call: {model: big, deployment: big-us}, workload: {task: task-%1$d},"
                            .formatted(i))
                    .append(" expect: {verdict: allow, because: [SOAK-%d]}}\n".formatted(i));
        }
        var pack = PackReader.of(
                "soak",
                List.of(
                        new PackFile("pack.yaml", """
                                name: soak
                                version: 1.0.%d
                                concern: cost-tier
                                owners: [tests]
                                title: Another one each time
                                description: A dozen rules.
                                """.formatted(number)),
                        new PackFile("rules/all.drl", rules.toString()),
                        new PackFile("tests/all.yaml", tests.toString())));
        var ruleset = Ruleset.enforcing(List.of(pack));
        var compiled = new DroolsCompiler(EngineLimits.DEFAULT).compile(ruleset);
        assertThat(new WarmUp(JurisdictionsReader.shipped(), List.of(pack)).run(compiled, () -> true))
                .isPositive();
        return new ActiveRuleset.Held(
                number,
                new InForce(new RulesetRef(number, ruleset.digest()), compiled, Settings.DEFAULT),
                compiled,
                List.of(),
                Map.of());
    }
}
