package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.facts.Value;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.pack.ShippedPacks;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Shipped packs, tables too, mean the same through the validator as in Drools' own reading of what their authors wrote. */
class ValidatorDifferentialTest {
    private static final int CALLS = 1_000 * Integer.getInteger("douane.test.times", 1);
    private static final Pattern WORD = Pattern.compile("\"([A-Za-z][A-Za-z0-9-]{0,40})\"");

    @Test
    void the_gate_changes_no_effect_of_any_shipped_pack() throws PackException {
        var ruleset = Ruleset.enforcing(ShippedPacks.read(ValidatorDifferentialTest.class.getClassLoader()));
        var any = new Random(70);
        var words = words(ruleset);
        var fired = new HashSet<String>();
        try (var gated = new DroolsCompiler(EngineLimits.DEFAULT).compile(ruleset);
                var direct = Unvalidated.compile(ruleset, EngineLimits.DEFAULT)) {
            assertThat(gated.rules()).isEqualTo(direct.rules());
            for (int i = 0; i < CALLS; i++) {
                var facts = facts(any, words);

                assertThat(gated.classify(facts)).as("call %d: %s", i, facts).isEqualTo(direct.classify(facts));
                var effects = gated.evaluate(facts);
                assertThat(effects).as("call %d: %s", i, facts).isEqualTo(direct.evaluate(facts));
                effects.enforced().forEach(effect -> fired.add(effect.rule().id()));
            }
            assertThat(fired).hasSizeGreaterThan(gated.rules().size() / 3);
        }
    }

    /** Every word in quotes of every pack: some of them are right somewhere. */
    private static List<String> words(Ruleset ruleset) {
        var words = new TreeSet<String>();
        for (var entry : ruleset.entries()) {
            for (var file : entry.pack().files()) {
                if (isRules(file)) {
                    WORD.matcher(file.text()).results().forEach(found -> words.add(found.group(1)));
                }
            }
        }
        return List.copyOf(words);
    }

    private static boolean isRules(PackFile file) {
        return file.path().startsWith("rules/") || file.path().startsWith("tables/");
    }

    private static Facts facts(Random any, List<String> words) {
        var task = any.nextInt(4) == 0 ? null : words.get(any.nextInt(words.size()));
        return new Facts(
                new Call(
                        "m",
                        one(any, "azure", "openai", null),
                        null,
                        null,
                        one(any, "chat", "embedding"),
                        any.nextInt(400_000),
                        0,
                        any.nextBoolean() ? 1 + any.nextInt(5_000) : null,
                        1,
                        one(any, "default", "priority", "flex", "batch"),
                        new TreeSet<>()),
                new Caller(
                        null,
                        null,
                        one(any, "a", null),
                        words.get(any.nextInt(words.size())),
                        null,
                        null,
                        one(any, "dev", "test", "ci", "prod", null),
                        one(any, "DE", "FR", "US", "IN", "GB", "CH", null)),
                new Data(
                        some(
                                any,
                                "personal",
                                "special-category",
                                "health",
                                "financial",
                                "confidential",
                                "public-sector",
                                "export-controlled",
                                "public",
                                "internal"),
                        some(any, "DE", "US", "IN", "GB"),
                        some(any, "EEA", "EU", "UK", "adequate-eu", "G7")),
                new Workload(
                        task,
                        any.nextInt(3) == 0 ? words.get(any.nextInt(words.size())) : task,
                        one(any, "low", "standard", "high", "critical"),
                        one(any, "discovery", "scaling", "production"),
                        any.nextBoolean()),
                budgets(any),
                IntStream.range(0, any.nextInt(3))
                        .mapToObj(i -> new Outage(one(any, "azure", "openai", null), "r" + i, null, null))
                        .toList(),
                any.nextBoolean() ? Value.UNKNOWN : new Value(BigDecimal.valueOf(any.nextInt(10)), null),
                Clock.at(SomeFacts.NOW.plusSeconds(any.nextInt(10_000_000)), ZoneOffset.UTC));
    }

    private static List<Budget> budgets(Random any) {
        var budgets = new ArrayList<Budget>();
        for (int i = any.nextInt(4); i > 0; i--) {
            budgets.add(SomeFacts.budget(
                    "budget-" + i,
                    one(any, "0", "24.99", "25", "79.99", "80", "90", "94.99", "95", "100", "119.99", "120", "150"),
                    SomeFacts.NOW.plusSeconds(1 + any.nextInt(20_000_000))));
        }
        return budgets;
    }

    private static String one(Random any, String... words) {
        return words[any.nextInt(words.length)];
    }

    private static SortedSet<String> some(Random any, String... words) {
        var some = new TreeSet<String>();
        for (int i = any.nextInt(3); i > 0; i--) {
            some.add(words[any.nextInt(words.length)]);
        }
        return some;
    }
}
