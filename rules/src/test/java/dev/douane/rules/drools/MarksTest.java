package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Workload;
import dev.douane.rules.decide.RuleFailure;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Value;
import dev.douane.rules.limits.Size;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.Ruleset;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mark shows what a call holds, whatever that is: it decides nothing, so no call is denied for it. */
class MarksTest {
    @TempDir
    private Path packs;

    private DroolsRules compiled(int level) throws PackException {
        var pack = PackOnDisk.of(packs)
                .rule("M-1", "Caller($t : team)", "decision.flag($t);")
                .rule("M-2", "$c : Call()", "decision.flag($c.deployment);")
                .rule("M-3", "Budget($s : scope)", "decision.flag($s);");
        return new DroolsCompiler(EngineLimits.DEFAULT)
                .compile(Ruleset.enforcing(List.of(pack.read().at(level))));
    }

    private static Facts facts(@Nullable String team, @Nullable String deployment) {
        var plain = SomeFacts.plain();
        return new Facts(
                new Call("m", null, null, deployment, "chat", 1, 0, null, 1, "default", new TreeSet<>()),
                new Caller(null, null, team, null, null, null, null, null),
                plain.data(),
                Workload.UNKNOWN,
                List.of(),
                List.of(),
                Value.UNKNOWN,
                plain.clock());
    }

    private static List<String> flags(DroolsRules rules, Facts facts) {
        return rules.evaluate(facts).enforced().stream()
                .map(fired -> fired.effect().describe())
                .toList();
    }

    @Test
    void what_is_missing_has_a_word_and_what_is_long_is_cut() throws PackException {
        try (var rules = compiled(Pack.LEVEL)) {
            assertThat(flags(rules, facts("mail", "big-us"))).containsExactly("flag(mail)", "flag(big-us)");
            assertThat(flags(rules, facts(null, "d".repeat(256))))
                    .containsExactly("flag(unknown)", "flag(" + "d".repeat(Size.TEXT.most() - 1) + "…)");
        }
    }

    /** They were approved with that. */
    @Test
    void packs_of_before_fail_on_what_is_missing_as_they_did() throws PackException {
        try (var rules = compiled(2)) {
            assertThat(flags(rules, facts("mail", "big-us"))).containsExactly("flag(mail)", "flag(big-us)");
            assertThatThrownBy(() -> rules.evaluate(facts(null, "big-us")))
                    .isInstanceOfSatisfying(
                            RuleFailure.class,
                            failure -> assertThat(failure.rule()).isEqualTo("M-1"));
        }
    }

    @Test
    void a_sign_of_two_halves_is_not_cut_between_them() {
        int most = Size.TEXT.most();
        var text = "a".repeat(most - 2) + "😀 and more";

        assertThat(Shown.of(text)).isEqualTo("a".repeat(most - 2) + "…");
        assertThat(Shown.of("a".repeat(most))).hasSize(most).doesNotContain("…");
        assertThat(Shown.of(" ")).isEqualTo("unknown");
    }
}
