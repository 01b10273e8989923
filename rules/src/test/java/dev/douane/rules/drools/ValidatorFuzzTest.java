package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.douane.rules.decide.Fired;
import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.pack.ShippedPacks;
import dev.douane.rules.validator.CheckedPack;
import dev.douane.rules.validator.PackValidator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Spoils shipped packs in many ways. Whatever comes of it, the validator answers with problems and throws nothing, and what it lets through
 * reaches nothing but facts, effects and the engine. Seeded; {@code -Ddouane.test.times=500} runs for longer.
 */
class ValidatorFuzzTest {
    private static final int MUTANTS = 1_500 * Integer.getInteger("douane.test.times", 1);
    private static final int COMPILED_MAX = 40 * Integer.getInteger("douane.test.times", 1);

    @Test
    void spoilt_packs_are_refused_or_reach_nothing_they_should_not() throws IOException, PackException {
        var packs = ShippedPacks.read(ValidatorFuzzTest.class.getClassLoader());
        var validator = new PackValidator(Vocabulary.FIXED);
        var any = new Random(20_261_122);
        var mutation = new Mutation(any, packs);
        var passed = new TreeMap<String, Passed>();
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            var pack = packs.get(any.nextInt(packs.size()));
            var mutant = mutant(pack, mutation, any);
            CheckedPack checked;
            try {
                checked = validator.check(mutant);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(
                        "mutant %d: %s".formatted(i, mutant.files().getLast().text()), e);
            }
            refused += checked.problems().isEmpty() ? 0 : 1;
            checked.problems().forEach(problem -> assertThat(problem.file()).isNotEmpty());
            checked.rules()
                    .forEach(rule -> passed.putIfAbsent(
                            pack.manifest().concern() + RuleText.of(rule), new Passed(mutant, rule, checked)));
        }
        assertThat(refused).as("refused of %d", MUTANTS).isGreaterThan(MUTANTS / 3);
        packs.forEach(pack -> validator
                .check(pack)
                .rules()
                .forEach(rule -> passed.remove(pack.manifest().concern() + RuleText.of(rule))));
        assertThat(passed).as("rules that changed and passed").hasSizeGreaterThan(100);
        reachesNothing(sample(new ArrayList<>(passed.values()), any));
    }

    private record Passed(Pack pack, RuleTree rule, CheckedPack checked) {}

    private static List<Passed> sample(List<Passed> passed, Random any) {
        Collections.shuffle(passed, any);
        return passed.subList(0, Math.min(COMPILED_MAX, passed.size()));
    }

    private static void reachesNothing(List<Passed> passed) throws IOException, PackException {
        var written = new ArrayList<WrittenPack>();
        for (int place = 0; place < passed.size(); place++) {
            var each = passed.get(place);
            written.add(WrittenPack.of(
                    place,
                    new Ruleset.Entry(each.pack(), Fired.Mode.ENFORCE),
                    new CheckedPack(List.of(each.rule()), each.checked().values(), List.of())));
        }
        var compiled = DroolsCompiler.compiled(new WrittenRuleset(Ruleset.enforcing(List.of()), written));
        assertThat(CompiledReach.beyond(compiled)).isEmpty();
    }

    private static Pack mutant(Pack pack, Mutation mutation, Random any) {
        var rules = new ArrayList<>(pack.rules());
        rules.addAll(pack.tables());
        var file = rules.get(any.nextInt(rules.size()));
        var files = List.of(new PackFile("pack.yaml", "unused"), new PackFile(file.path(), mutation.of(file.text())));
        return new Pack(pack.manifest(), files, "");
    }

    @Test
    void what_shipped_packs_compile_to_reaches_nothing_it_should_not_and_is_sound() throws IOException, PackException {
        var written = WrittenRuleset.of(
                Ruleset.enforcing(ShippedPacks.read(ValidatorFuzzTest.class.getClassLoader())),
                new PackValidator(Vocabulary.FIXED));
        var compiled = DroolsCompiler.compiled(written);

        assertThat(CompiledReach.beyond(compiled)).isEmpty();
        assertThatCode(() -> SoundForm.check(written.ruleset(), compiled)).doesNotThrowAnyException();
    }

    @Test
    void the_oracle_sees_an_escape_that_goes_around_the_gate() throws IOException, PackException {
        var pack = PackReader.of("escape", List.of(new PackFile("pack.yaml", """
                name: escape
                version: 1.0.0
                concern: budget
                owners: [nobody]
                title: An escape
                description: Runs code on the host.
                """), new PackFile("rules/a.drl", """
                rule "r" @id("R-1") @reason("R.")
                when Workload(System.getProperty("a") == null)
                then Runtime.getRuntime(); decision.getClass().getClassLoader(); end
                """)));

        assertThat(CompiledReach.beyond(Unvalidated.classes(Ruleset.enforcing(List.of(pack)))))
                .contains(
                        "java.lang.Runtime",
                        "java.lang.Runtime#getRuntime",
                        "java.lang.System#getProperty",
                        "java.lang.Class#getClassLoader");
    }
}
