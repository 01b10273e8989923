package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.decide.Effect;
import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.facts.Value;
import dev.douane.rules.money.Money;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.validator.PackValidator;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever conditions stand inside each other, and whatever is bound in them, the engine finds what a reader of the rule finds ({@link
 * NaiveRule}), who tries every combination. Seeded; {@code -Ddouane.test.times=10} runs for longer.
 */
class NestedConditionsTest {
    private static final int PACKS = 2 * Integer.getInteger("douane.test.times", 1);
    private static final int RULES = 120;
    private static final int CALLS = 150;

    private static final EngineLimits ENOUGH = new EngineLimits(10_000_000, 1);

    private static final String MANIFEST = """
            name: example
            version: 1.0.0
            concern: budget
            owners: [tests]
            title: A pack for a test
            description: Says what the test needs it to say.
            """ + ArbitraryConditions.PARAMETERS;

    static IntStream seeds() {
        return IntStream.range(0, PACKS);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_engine_finds_what_a_reader_finds(int seed) throws PackException {
        var any = new Random(seed);
        var conditions = new ArbitraryConditions(any);
        var texts = new ArrayList<String>();
        for (int i = 0; i < RULES; i++) {
            var text = conditions.rule("R-%03d".formatted(i));
            if (isRead(text)) {
                texts.add(text);
            }
        }
        assertThat(texts).as("rules that the validator lets through").hasSizeGreaterThan(RULES * 3 / 4);

        assertThat(differences(any, texts, CALLS)).isEmpty();
    }

    /** The engine looks equal values up by their hash where there are several of them, and a decimal has as many forms as it has zeros. */
    @Test
    void decimals_are_equal_whatever_their_form() throws PackException {
        var whens = new ArrayList<String>();
        for (var number : List.of("0", "0.5", "1", "5", "5.5", "500", "500.5", "1000")) {
            whens.add("Value(costPerOutcome == %s)".formatted(number));
            whens.add("Value(valuePerDollar in (%s, 7))".formatted(number));
            whens.add("Budget(remaining == %s)".formatted(number));
            whens.add("Budget(remaining != %s)".formatted(number));
            whens.add("Budget(usedFraction == %s)".formatted(number));
            whens.add("not Value(costPerOutcome == %s)".formatted(number));
        }
        whens.add("Value($v : costPerOutcome) Value(valuePerDollar == $v)");
        whens.add("Value($v : costPerOutcome) not Value(valuePerDollar == $v)");
        whens.add("Budget($r : remaining) Value(costPerOutcome == $r)");
        whens.add("Budget($r : remaining) not Value(costPerOutcome == $r)");
        whens.add("Budget($u : usedFraction) Value(costPerOutcome == $u)");
        whens.add("Budget($u : usedFraction) Budget(remaining == $u)");
        whens.add("Budget($r : remaining) Budget(usedFraction == $r)");
        whens.add("Call($n : inputTokens) Value(costPerOutcome == $n)");
        whens.add("Value($v : costPerOutcome) Call(inputTokens == $v)");
        whens.add("Value($v : costPerOutcome) Call(inputTokens in ($v, 7))");
        whens.add("$v : Value() Budget(remaining == $v.costPerOutcome)");

        agree(whens);
    }

    /** As they were found to go wrong: what is bound in a group inside of a group. */
    @Test
    void what_is_bound_in_groups_inside_of_groups_is_what_it_is() throws PackException {
        agree(
                List.of(
                        "(Budget($r : remaining) and (Budget(remaining == $r, !hard) or Call(inputTokens == 5)))",
                        "(Budget($r : remaining, hard) and (Budget(remaining == $r, !hard) or Budget(remaining > $r)))",
                        "(Workload() and (Value($v : costPerOutcome) and (Budget(remaining == $v) or Budget(remaining < 500))))",
                        "((Budget($r : remaining, hard) and Budget(remaining == $r, !hard)) or (Value($r : costPerOutcome) and Value(valuePerDollar == $r)))",
                        "Call() ((Budget($r : remaining, hard) and Value(costPerOutcome == $r)) or (Budget($r : usedFraction) and Value(costPerOutcome == $r)))",
                        "not (Budget($r : remaining, hard) and Budget(remaining == $r, !hard))",
                        "not (Budget($r : remaining, hard) and Budget(remaining != $r))",
                        "not (Budget($r : remaining) and (Value(costPerOutcome == $r) or Call(inputTokens == $r)))",
                        "not (Budget($r : remaining) and not Value(costPerOutcome == $r))",
                        "exists (Budget($r : remaining, hard) and Budget(remaining == $r, !hard))",
                        "exists (Budget($r : remaining, hard) and (Value(costPerOutcome == $r) or Value(valuePerDollar == $r)))",
                        "not (Call() and (Budget($r : remaining) and Value(costPerOutcome == $r))) not (Value($r : valuePerDollar) and Budget(usedFraction == $r))"));
    }

    private static void agree(List<String> whens) throws PackException {
        var texts = new ArrayList<String>();
        whens.forEach(when -> {
            var id = "R-%03d".formatted(texts.size());
            texts.add(PackOnDisk.rule(id, "Rule " + id, when, "decision.flag(\"fired\");"));
        });

        assertThat(differences(new Random(194), texts, 2 * CALLS)).isEmpty();
    }

    private static boolean isRead(String rule) throws PackException {
        return new PackValidator(Vocabulary.FIXED)
                .check(pack(List.of(rule)))
                .problems()
                .isEmpty();
    }

    private static Pack pack(List<String> rules) throws PackException {
        return PackReader.of(
                "example",
                List.of(new PackFile("pack.yaml", MANIFEST), new PackFile("rules/a.drl", String.join("\n", rules))));
    }

    /** The rules that the engine answers otherwise, shortest first, with the first facts that show it. */
    private static List<String> differences(Random any, List<String> texts, int calls) throws PackException {
        var pack = pack(texts);
        var checked = new PackValidator(Vocabulary.FIXED).check(pack);
        assertThat(checked.problems()).isEmpty();
        var differences = new TreeMap<String, String>();
        int fired = 0;
        try (var engine = new DroolsCompiler(ENOUGH).compile(Ruleset.enforcing(List.of(pack)))) {
            for (int i = 0; i < calls; i++) {
                var facts = facts(any);
                var said = said(engine, facts);
                for (var rule : checked.rules()) {
                    var wanted = NaiveRule.flags(rule, checked.values(), facts);
                    fired += wanted.size();
                    var found = said.getOrDefault(rule.id(), new TreeSet<>());
                    if (!found.equals(wanted)) {
                        differences.putIfAbsent(
                                RuleText.of(rule), "wanted %s, found %s, for %s".formatted(wanted, found, facts));
                    }
                }
            }
        }
        assertThat(fired).isGreaterThan(calls);
        return differences.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> entry.getKey().length()))
                .map(entry -> entry.getKey() + entry.getValue())
                .toList();
    }

    private static Map<String, SortedSet<String>> said(DroolsRules engine, Facts facts) {
        var said = new TreeMap<String, SortedSet<String>>();
        engine.evaluate(facts)
                .enforced()
                .forEach(each -> said.computeIfAbsent(each.rule().id(), id -> new TreeSet<>())
                        .add(((Effect.Flag) each.effect()).mark()));
        return said;
    }

    private static Facts facts(Random any) {
        var cached = number(any, 0, 1, 5);
        return new Facts(
                new Call(
                        one(any, "a", "b", "ab"),
                        word(any),
                        word(any),
                        word(any),
                        one(any, "a", "b"),
                        cached + number(any, 0, 5, 500, 995),
                        cached,
                        any.nextBoolean() ? null : number(any, 1, 5, 500, 1000),
                        number(any, 1, 5),
                        one(any, "a", "b"),
                        words(any, "a", "b", "ab")),
                new Caller(
                        word(any),
                        word(any),
                        word(any),
                        word(any),
                        word(any),
                        word(any),
                        word(any),
                        one(any, "DE", "FR", null)),
                new Data(words(any, "a", "b", "ab"), words(any, "DE", "FR"), words(any, "a", "b")),
                new Workload(word(any), word(any), one(any, "a", "b"), one(any, "a", "b"), any.nextBoolean()),
                IntStream.range(0, any.nextInt(4)).mapToObj(i -> budget(any, i)).toList(),
                IntStream.range(0, any.nextInt(3))
                        .mapToObj(i -> new Outage(word(any), one(any, "a", "b"), word(any), word(any)))
                        .toList(),
                new Value(decimal(any), decimal(any)),
                new Clock(
                        one(any, "2026-11-16", "2026-11-17"),
                        number(any, 0, 1, 5),
                        one(any, "MONDAY", "TUESDAY"),
                        number(any, 1, 5)));
    }

    private static Budget budget(Random any, int i) {
        var start = SomeFacts.NOW.minus(Duration.ofDays(5));
        return new Budget(
                i + one(any, "a", "b"),
                one(any, "a", "b", "ab"),
                one(any, "a", "b"),
                any.nextBoolean(),
                Money.parse("1000"),
                Money.ZERO,
                Money.parse(one(any, "0", "500", "499.5", "995", "1000")),
                start,
                SomeFacts.NOW.plus(one(any, Duration.ofDays(10), Duration.ofDays(15), Duration.ofHours(24))),
                SomeFacts.NOW,
                any.nextBoolean());
    }

    private static @Nullable BigDecimal decimal(Random any) {
        var text = one(any, null, "5", "5.0", "5.00", "500", "500.000000000", "1000", "1E+3", "0.5");
        return text == null ? null : new BigDecimal(text);
    }

    private static @Nullable String word(Random any) {
        return one(any, null, "a", "b", "ab");
    }

    private static int number(Random any, Integer... of) {
        return one(any, of);
    }

    private static SortedSet<String> words(Random any, String... of) {
        var some = new TreeSet<String>();
        for (var word : of) {
            if (any.nextBoolean()) {
                some.add(word);
            }
        }
        return some;
    }

    @SafeVarargs
    private static <T> T one(Random any, T... of) {
        return of[any.nextInt(of.length)];
    }
}
