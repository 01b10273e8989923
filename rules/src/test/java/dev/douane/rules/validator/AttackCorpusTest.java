package dev.douane.rules.validator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.PackReader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every hostile pack is refused, where it is hostile and for the reason it is. */
class AttackCorpusTest {
    private static final PackFile MANIFEST = new PackFile("pack.yaml", """
            name: attack
            version: 1.0.0
            concern: budget
            owners: [nobody]
            title: An attack
            description: Tries to be more than data.
            """);

    static Stream<Attack> attacks() {
        return Attack.all().stream();
    }

    @Test
    void the_corpus_is_large_and_names_no_attack_twice() {
        assertThat(Attack.all()).hasSizeGreaterThanOrEqualTo(80);
        assertThat(Attack.all()).extracting(Attack::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void is_refused(Attack attack) throws PackException {
        var file = attack.file();

        var problems = check(file).problems();

        assertThat(problems).as(file.text()).extracting(PackProblem::code).contains(attack.code());
        assertThat(problems).allSatisfy(problem -> {
            assertThat(problem.file()).isEqualTo(file.path());
            assertThat(problem.line()).isPositive();
            assertThat(problem.column()).isPositive();
            assertThat(problem.message()).isNotBlank();
        });
    }

    @Test
    void a_pack_without_an_attack_passes() throws PackException {
        assertThat(check(new Attack("", "", "when", "Workload(task == \"a\")").file())
                        .problems())
                .isEmpty();
        var row = check(new Attack("", "", "cell", "chat, or mail").file());
        assertThat(row.problems()).isEmpty();
        assertThat(row.rules()).hasSize(2);
    }

    @Test
    void all_attacks_of_a_pack_are_refused_in_one_answer() throws PackException {
        var files = new java.util.ArrayList<PackFile>(List.of(MANIFEST));
        int number = 0;
        for (var attack : Attack.all()) {
            var file = attack.file();
            files.add(new PackFile(file.path().replace("attack", "attack-" + ++number), file.text()));
        }

        var refused = new PackValidator(SomeWords.SHIPPED)
                .check(new Pack(
                        PackReader.of("attack", List.of(MANIFEST, files.get(1))).manifest(), files, ""));

        assertThat(refused.problems())
                .extracting(PackProblem::file)
                .containsAll(files.stream().skip(1).map(PackFile::path).toList());
    }

    private static CheckedPack check(PackFile file) throws PackException {
        return new PackValidator(SomeWords.SHIPPED).check(PackReader.of("attack", List.of(MANIFEST, file)));
    }
}
