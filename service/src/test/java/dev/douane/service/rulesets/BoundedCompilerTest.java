package dev.douane.service.rulesets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.decide.Classification;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.pack.CompiledRules;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackProblem;
import dev.douane.rules.pack.Ruleset;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BoundedCompilerTest {
    private static final Ruleset NOTHING = new Ruleset(List.of());
    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void what_was_compiled_is_handed_on() throws PackException {
        var rules = new NoRules();

        assertThat(new BoundedCompiler(ruleset -> rules, LONG).compile(NOTHING)).isSameAs(rules);
    }

    @Test
    void a_compilation_that_runs_away_is_given_up_and_told_so() throws InterruptedException {
        var told = new CountDownLatch(1);
        var compiler = new BoundedCompiler(
                ruleset -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        told.countDown();
                    }
                    return new NoRules();
                },
                Duration.ofMillis(20));

        assertThatThrownBy(() -> compiler.compile(NOTHING))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("compiling took longer than PT0.02S and was given up");
        told.await();
    }

    @Test
    void a_refusal_is_handed_on_as_it_is() {
        var refusal = new PackException("some@1.0.0", List.of(PackProblem.in("rules/a.drl", "is wrong")));

        assertThatThrownBy(() -> new BoundedCompiler(
                                ruleset -> {
                                    throw refusal;
                                },
                                LONG)
                        .compile(NOTHING))
                .isSameAs(refusal);
    }

    @Test
    void a_compiler_that_breaks_refuses_the_ruleset() {
        assertThatThrownBy(() -> new BoundedCompiler(
                                ruleset -> {
                                    throw new StackOverflowError("too deep");
                                },
                                LONG)
                        .compile(NOTHING))
                .isInstanceOf(PackException.class)
                .hasMessageContaining("too deep");
    }

    @Test
    void who_waits_can_be_stopped() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> new BoundedCompiler(
                                ruleset -> {
                                    // never done by itself: one that had ended already would be handed on, interrupted
                                    // or not
                                    try {
                                        new CountDownLatch(1).await();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt(); // given up, if it was begun at all
                                    }
                                    return new NoRules();
                                },
                                LONG)
                        .compile(NOTHING))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static final class NoRules implements CompiledRules {
        @Override
        public String digest() {
            return NOTHING.digest();
        }

        @Override
        public boolean isFromBefore() {
            return false;
        }

        @Override
        public List<RuleRef> rules() {
            return List.of();
        }

        @Override
        public Classification classify(Facts facts) {
            return Classification.NONE;
        }

        @Override
        public Effects evaluate(Facts facts) {
            return Effects.NONE;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
