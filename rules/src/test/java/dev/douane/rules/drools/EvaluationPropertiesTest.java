package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.decide.Effect;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.facts.Value;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.Ruleset;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session that stays must answer like one that never heard of any other call: for every call, in any order, on any thread. */
class EvaluationPropertiesTest {
    private static final int CALLS = 12_000;

    @TempDir
    private static Path packs;

    private static SignedRules signed;
    private static DroolsRules rules;

    @BeforeAll
    static void compile() throws PackException, ReflectiveOperationException {
        var pack = PackOnDisk.of(packs, "many", "cost-tier");
        for (int i = 0; i < 30; i++) {
            pack.rule(
                    "TASK-" + i,
                    "Workload(task == \"task-%d\")".formatted(i),
                    "decision.capTier(\"t%d\");".formatted(i));
            pack.rule(
                    "CLASS-" + i,
                    "Data(classes contains \"class-%d\") Workload(phase == \"p%d\")".formatted(i % 6, i % 3),
                    "decision.flag(\"c%d\");".formatted(i));
        }
        var ruleset = Ruleset.enforcing(List.of(pack.rule(
                        "BUD-1", "Budget($n : name, usedFraction >= 0.5)", "decision.flag($n);")
                .rule("BUD-2", "Budget(pace > 1.5) Workload(interactive == false)", "decision.deferUntilPeriodEnd();")
                .rule("BUD-3", "not Budget() Workload(phase == \"p1\")", "decision.flag(\"free\");")
                .rule(
                        "BUD-4",
                        "exists Budget(usedFraction > 1.0) Data(classes contains \"class-1\")",
                        "decision.deny();")
                .rule("BUD-5", "Budget($n : name) Budget(name > $n, usedFraction > 0.7)", "decision.flag(\"pair\");")
                .rule(
                        "BUD-6",
                        "forall(Budget(usedFraction < 0.5)) Workload(task != null)",
                        "decision.preferCheapest();")
                .rule("OUT-1", "Outage($p : provider != null)", "decision.forbidProvider($p);")
                .rule("OUT-2", "not Outage() Caller(location in (\"DE\", \"FR\"))", "decision.preferHosting(\"EEA\");")
                .rule("VAL-1", "Value(costPerOutcome != null, costPerOutcome > 5)", "decision.capCallCost(\"0.10\");")
                .rule("OR-1", "Caller(team == \"a\") or Data(subjectGroups contains \"EEA\")", "decision.flag(\"or\");")
                .rule(
                        "CALL-1",
                        "Call($in : inputTokens > 500, maxOutputTokens == null)",
                        "decision.capOutputTokens($in);")
                .rule("BAD-1", "Workload(task == \"boom\")", "decision.capCallCost(\"nothing\");")
                .rule("BAD-2", "Caller(team == \"bad\", team.charAt(9) == 'x')", "decision.deny();")
                .read()));
        rules = Unvalidated.compile(ruleset, EngineLimits.DEFAULT);
        signed = rules.signedAt(Stage.EVALUATE);
    }

    @AfterAll
    static void close() {
        rules.close();
    }

    @Test
    void a_session_that_stays_answers_like_a_fresh_one() {
        var any = new Random(42);
        var resident = new RuleSession(signed, EngineLimits.DEFAULT);
        var distinct = new HashSet<Effects>();
        for (int i = 0; i < CALLS; i++) {
            var facts = facts(any, false);
            var effects = resident.evaluate(facts);
            assertThat(effects).as("call %d of seed 42", i).isEqualTo(fresh(facts));
            distinct.add(effects);
        }
        resident.close();
        assertThat(distinct).hasSizeGreaterThan(1_000);
    }

    @Test
    void many_threads_with_failures_between_answer_like_fresh_sessions() throws Exception {
        int threads = 8;
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var work = IntStream.range(0, threads)
                    .<Callable<Integer>>mapToObj(seed -> () -> {
                        var any = new Random(seed);
                        int failures = 0;
                        for (int i = 0; i < CALLS / threads; i++) {
                            var facts = facts(any, true);
                            var expected = outcome(() -> fresh(facts));
                            assertThat(outcome(() -> rules.evaluate(facts)))
                                    .as("call %d of seed %d", i, seed)
                                    .isEqualTo(expected);
                            failures += expected instanceof String ? 1 : 0;
                        }
                        return failures;
                    })
                    .toList();
            int failures = 0;
            for (var each : pool.invokeAll(work)) {
                failures += each.get();
            }
            assertThat(failures).isGreaterThan(100);
        }
    }

    /** Drools can be told that sessions are used by one thread each; it then keeps arguments of consequences where all sessions see them. */
    @Test
    void no_call_hears_what_was_said_to_another() throws Exception {
        int threads = 8;
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var work = IntStream.range(0, threads)
                    .<Callable<Integer>>mapToObj(thread -> () -> {
                        int wrong = 0;
                        for (int i = 0; i < 20_000; i++) {
                            var own = "thread-" + thread + "-call-" + i;
                            var said = rules.evaluate(SomeFacts.withBudgets(SomeFacts.budget(own, "60")));
                            wrong += flags(said).equals(List.of(own)) ? 0 : 1;
                        }
                        return wrong;
                    })
                    .toList();
            for (var each : pool.invokeAll(work)) {
                assertThat(each.get()).isZero();
            }
        }
    }

    @Test
    void the_order_of_facts_changes_nothing() {
        var any = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            var facts = facts(any, false);
            var budgets = new ArrayList<>(facts.budgets());
            Collections.reverse(budgets);
            var outages = new ArrayList<>(facts.outages());
            Collections.shuffle(outages, any);
            var turned = new Facts(
                    facts.call(),
                    facts.caller(),
                    facts.data(),
                    facts.workload(),
                    budgets,
                    outages,
                    facts.value(),
                    facts.clock());

            assertThat(rules.evaluate(turned)).isEqualTo(rules.evaluate(facts));
        }
    }

    private static List<String> flags(Effects effects) {
        return effects.enforced().stream()
                .filter(fired -> fired.effect() instanceof Effect.Flag)
                .map(fired -> ((Effect.Flag) fired.effect()).mark())
                .toList();
    }

    private static Effects fresh(Facts facts) {
        try (var session = new RuleSession(signed, EngineLimits.DEFAULT)) {
            return session.evaluate(facts);
        }
    }

    private static Object outcome(Callable<Effects> evaluation) throws Exception {
        try {
            return evaluation.call();
        } catch (dev.douane.rules.decide.RuleFailure failure) {
            return failure.rule() + ": " + failure.getMessage();
        }
    }

    private static Facts facts(Random any, boolean mayFail) {
        var task = any.nextInt(5) == 0 ? null : "task-" + any.nextInt(32);
        var team = any.nextBoolean() ? "a" : "b";
        if (mayFail && any.nextInt(20) == 0) {
            task = "boom";
        } else if (mayFail && any.nextInt(20) == 0) {
            team = "bad";
        }
        return new Facts(
                new Call(
                        "m",
                        null,
                        null,
                        null,
                        "chat",
                        any.nextInt(1_000),
                        0,
                        any.nextBoolean() ? 100 : null,
                        1,
                        "default",
                        new TreeSet<>()),
                new Caller(null, null, team, null, null, null, null, one(any, "DE", "FR", "US", null)),
                new Data(some(any, "class-", 6), new TreeSet<>(), some(any, "EEA", 1)),
                new Workload(task, task, "standard", "p" + any.nextInt(3), any.nextBoolean()),
                IntStream.range(0, any.nextInt(4)).mapToObj(i -> budget(any, i)).toList(),
                IntStream.range(0, Math.max(0, any.nextInt(4) - 1))
                        .mapToObj(i -> new Outage(one(any, "p1", "p2", null), "r" + i, null, null))
                        .toList(),
                any.nextBoolean() ? Value.UNKNOWN : new Value(BigDecimal.valueOf(any.nextInt(10)), null),
                Clock.at(SomeFacts.NOW, ZoneOffset.UTC));
    }

    private static Budget budget(Random any, int i) {
        return SomeFacts.budget(
                "budget-" + i,
                Integer.toString(any.nextInt(130)),
                SomeFacts.NOW.plusSeconds(1 + any.nextInt(1_000_000)));
    }

    private static @Nullable String one(Random any, @Nullable String... words) {
        return words[any.nextInt(words.length)];
    }

    private static SortedSet<String> some(Random any, String prefix, int most) {
        Collection<String> words = IntStream.range(0, most)
                .filter(i -> any.nextInt(3) == 0)
                .mapToObj(i -> most == 1 ? prefix : prefix + i)
                .toList();
        return new TreeSet<>(words);
    }
}
