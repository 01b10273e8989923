package dev.douane.rules.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.yaml.YamlTree;
import org.junit.jupiter.api.Test;

/** Whatever a message quotes, it has a length; what to do about it stays. */
class MessageTest {
    @Test
    void a_message_is_cut_and_its_way_out_stays() {
        var quoted = "(%s) is no word".formatted("x".repeat(1_000_000));

        assertThat(Message.bounded(quoted + "\nMaybe leave it out."))
                .isEqualTo("(" + "x".repeat(999) + "…\nMaybe leave it out.");
        assertThat(Message.bounded(quoted)).isEqualTo("(" + "x".repeat(999) + "…");
        assertThat(Message.bounded("y\n".repeat(500_000) + "Maybe " + quoted)).hasSize(1_000 + 1 + 1 + 1_000 + 1);
    }

    @Test
    void what_is_short_stays_and_no_character_is_cut_in_two() {
        assertThat(Message.bounded("One.\nTwo.\nThree.")).isEqualTo("One.\nTwo.\nThree.");
        assertThat(Message.bounded("a" + "\uD83D\uDE00".repeat(1_000)))
                .isEqualTo("a" + "\uD83D\uDE00".repeat(499) + "…");
    }

    @Test
    void problems_of_packs_and_faults_of_yaml_are_told_so() {
        var name = "n".repeat(100_000);

        assertThat(new PackProblem("a", 1, name).message()).hasSize(1_001);
        assertThat(YamlTree.read("%s: 1\n%<s: 2\n".formatted("n".repeat(1_000)), (at, line, column) -> {})
                        .faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).hasSize(1_001).startsWith("the member (nnn"));
        assertThat(YamlTree.read("a: *%s".formatted(name), (at, line, column) -> {})
                        .faults())
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.message()).hasSizeLessThanOrEqualTo(1_001));
    }
}
