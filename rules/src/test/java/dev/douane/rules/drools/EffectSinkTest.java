package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.decide.Effect;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.Headroom;
import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.facts.Budget;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kie.api.runtime.rule.Match;

class EffectSinkTest {
    static IntStream seeds() {
        return IntStream.range(0, 50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_is_said_again_and_again_is_what_it_would_be_if_all_of_it_were_kept(int seed) {
        var any = new Random(seed);
        var budgets = IntStream.range(0, 1 + any.nextInt(5))
                .mapToObj(i -> SomeFacts.budget("b" + i, "1"))
                .toList();
        var rules = IntStream.range(0, 1 + any.nextInt(4))
                .mapToObj(i -> new SignedRule(new RuleRef("R-" + i, "p@1.0.0", "So it is.", List.of())))
                .toList();
        var kept = new ArrayList<Fired>();
        var sink = new EffectSink();
        sink.begin(SomeFacts.withBudgets(budgets.toArray(Budget[]::new)));

        for (int i = any.nextInt(60); i >= 0; i--) {
            var rule = rules.get(any.nextInt(rules.size()));
            var matched = any.ints(any.nextInt(3), 0, budgets.size())
                    .mapToObj(budgets::get)
                    .toList();
            sink.speaks(rule, matching(matched));
            var mark = "m" + any.nextInt(3);
            sink.flag(mark);
            kept.add(new Fired(
                    rule.ref(),
                    new Effect.Flag(mark),
                    Fired.Mode.ENFORCE,
                    matched.stream().sorted(Headroom.ORDER).toList()));
        }

        assertThat(sink.end()).isEqualTo(Effects.of(kept));
        assertThat(sink.end()).as("nothing is left for the next call").isEqualTo(Effects.NONE);
    }

    private static Match matching(List<Budget> budgets) {
        return (Match) Proxy.newProxyInstance(
                EffectSinkTest.class.getClassLoader(), new Class<?>[] {Match.class}, (self, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("getObjects");
                    return List.copyOf(budgets);
                });
    }
}
