package dev.douane.rules.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Outage;
import dev.douane.rules.facts.Value;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.Work;
import dev.douane.rules.money.Money;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackOnDisk;
import dev.douane.rules.pack.PackVerifier;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.pack.ShippedPacks;
import dev.douane.rules.validator.CheckedPack;
import dev.douane.rules.validator.PackValidator;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Coverage asks a rule's conditions as the engine does, or what it claims of them is worth nothing. */
class FiringPropertiesTest {
    private static final Instant NOW = Instant.parse("2026-11-16T12:00:00Z");
    private static final int RULES = 60;
    private static final int CALLS = 300 * Integer.getInteger("douane.test.times", 1);

    private static final List<String> CALLER = List.of(
            "team == \"a\"",
            "team != \"a\"",
            "location in (\"DE\", \"FR\")",
            "location not in (\"DE\", \"FR\")",
            "location memberOf params.places",
            "location == null",
            "location != null",
            "team == product",
            "team != product",
            "!(team == product)",
            "team str[startsWith] \"a\"",
            "!(team str[endsWith] \"b\")");
    private static final List<String> BUDGET = List.of(
            "usedFraction >= 0.8",
            "usedFraction < params.soft",
            "pace > 1.5",
            "!(pace > 1.5)",
            "pace > usedFraction",
            "elapsedFraction != null",
            "remaining <= 20",
            "hard == true",
            "hard",
            "name != \"b-1\"",
            "untilPeriodEnd < \"PT240H\"",
            "untilPeriodEnd >= params.rest",
            "(hard == true || usedFraction > 0.5)",
            "!(hard == true && usedFraction > 0.5)");
    private static final List<String> OTHERS = List.of(
            "Call(inputTokens > 500, maxOutputTokens == null)",
            "Call(maxOutputTokens < inputTokens)",
            "Data(classes contains \"personal\")",
            "Data(classes not contains \"personal\", subjectLocations.empty == false)",
            "Data(subjectGroups contains params.groups)",
            "Workload(task == null)",
            "Workload(interactive)",
            "$c : Caller() Data(subjectLocations contains \"DE\") Workload(task != $c.team)",
            "Caller($l : location) Data($s : subjectLocations) Call(n >= 1) not Caller(location memberOf $s)",
            "Value(costPerOutcome > 5)",
            "not Value(costPerOutcome > 5)",
            "Clock(date >= \"2026-11-16\", hour < 13)",
            "Clock(dayOfWeek in (\"MONDAY\", \"SUNDAY\"))",
            "exists Outage()",
            "not Outage()",
            "not Outage(provider == \"openai\")",
            "Outage(provider != null)",
            "Caller($t : team) Caller(product == $t)",
            "Caller($t : team) Caller(product != $t)",
            "(Caller(team == \"a\") or Call(n > 1))",
            "not (Caller(team == \"a\") and Call(n > 1))",
            "exists (Budget(hard == true) or Outage())",
            "not (Budget($n : name, usedFraction > 0.5) and Budget(name != $n, usedFraction > 0.5))");

    @TempDir
    private Path packs;

    private final Random any = new Random(196);

    private String condition() {
        return switch (any.nextInt(6)) {
            case 0 -> "Caller(" + some(CALLER) + ")";
            case 1 -> "Budget(" + some(BUDGET) + ")";
            case 2 -> "not Budget(" + some(BUDGET) + ")";
            case 3 -> "exists Budget(" + some(BUDGET) + ")";
            case 4 -> "$b : Budget(" + some(BUDGET) + ") Budget(name != $b.name, " + some(BUDGET) + ")";
            default -> OTHERS.get(any.nextInt(OTHERS.size()));
        };
    }

    private String some(List<String> constraints) {
        return IntStream.rangeClosed(0, any.nextInt(2))
                .mapToObj(i -> constraints.get(any.nextInt(constraints.size())))
                .collect(Collectors.joining(any.nextInt(3) == 0 ? " || " : ", "));
    }

    @Test
    void rules_fire_for_the_facts_that_the_engine_fires_them_for() throws PackException {
        var writing = PackOnDisk.of(packs, "example", "budget").with("pack.yaml", """
                name: example
                version: 1.0.0
                concern: budget
                owners: [tests]
                title: A pack for a test
                description: Says what the test needs it to say.
                parameters:
                  soft: {type: percent, default: 80, description: For a test}
                  rest: {type: duration, default: PT240H, description: For a test}
                  places: {type: string-set, default: [DE, US], description: For a test}
                  groups: {type: string-set, default: [EEA, G7], description: For a test}
                """);
        for (int i = 0; i < OTHERS.size(); i++) {
            writing.rule("O-" + i, OTHERS.get(i), "decision.flag(\"seen\");");
        }
        for (int i = 0; i < RULES; i++) {
            var first = condition();
            var second = first.contains("$") || any.nextBoolean() ? "" : "\n" + condition();
            writing.rule("R-" + i, first + second, "decision.flag(\"seen\");");
        }
        var pack = writing.read();
        var checked = new PackValidator(Vocabulary.SHIPPED).check(pack);
        assertThat(checked.problems()).isEmpty();
        try (var engine = new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(List.of(pack)))) {
            int fired = 0;
            for (int i = 0; i < CALLS; i++) {
                var facts = facts();
                var wanted = engine.evaluate(facts).enforced().stream()
                        .map(effect -> effect.rule().id())
                        .collect(Collectors.toCollection(TreeSet::new));
                var firing = new Firing(facts, checked.values(), null, Work.upTo(Limit.CONDITIONS_TRIED));

                assertThat(fired(checked, firing)).as("call %d: %s", i, facts).isEqualTo(wanted);
                fired += wanted.size();
            }
            assertThat(fired).isGreaterThan(CALLS * 10);
        }
    }

    @Test
    void rules_of_shipped_packs_fire_in_the_cases_they_fire_in() throws PackException {
        var verifier = new PackVerifier(new DroolsCompiler(EngineLimits.DEFAULT), JurisdictionsReader.shipped());
        for (var pack : ShippedPacks.read(FiringPropertiesTest.class.getClassLoader())) {
            var checked = new PackValidator(Vocabulary.SHIPPED.with(JurisdictionsReader.shipped())).check(pack);
            for (var result : verifier.verify(pack).results()) {
                var firing = new Firing(result.facts(), checked.values(), null, Work.upTo(Limit.CONDITIONS_TRIED));

                assertThat(fired(checked, firing)).as(result.scenario().name()).isEqualTo(result.fired());
            }
        }
    }

    private static Set<String> fired(CheckedPack checked, Firing firing) {
        return checked.rules().stream()
                .filter(firing::of)
                .map(rule -> rule.id())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Facts facts() {
        var budgets = new ArrayList<Budget>();
        for (int i = any.nextInt(4); i > 0; i--) {
            budgets.add(new Budget(
                    "b-" + i,
                    "owner",
                    "all",
                    any.nextBoolean(),
                    Money.parse("100"),
                    Money.ZERO,
                    Money.parse(one("0", "50", "79.99", "80", "90", "120")),
                    NOW.minus(Duration.ofDays(1 + any.nextInt(29))),
                    NOW.plus(Duration.ofDays(1 + any.nextInt(29))),
                    NOW,
                    any.nextInt(4) > 0));
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
                        any.nextBoolean() ? any.nextInt(1_000) + 1 : null,
                        1 + any.nextInt(2),
                        "default",
                        new TreeSet<>()),
                new Caller(
                        null,
                        one("a", "ab", null),
                        one("a", "ab", "b", null),
                        null,
                        null,
                        null,
                        null,
                        one("DE", "FR", "US", null)),
                new Data(
                        new TreeSet<>(any.nextBoolean() ? List.of("personal", "health") : List.of()),
                        new TreeSet<>(any.nextBoolean() ? List.of("DE") : List.of()),
                        new TreeSet<>(any.nextBoolean() ? List.of("EEA") : List.of())),
                new Workload(one("a", "mail", null), null, "standard", "production", any.nextBoolean()),
                budgets,
                IntStream.range(0, any.nextInt(3))
                        .mapToObj(i -> new Outage(one("openai", "azure", null), "r" + i, null, null))
                        .toList(),
                any.nextBoolean() ? Value.UNKNOWN : new Value(BigDecimal.valueOf(any.nextInt(10)), null),
                Clock.at(NOW.plus(Duration.ofHours(any.nextInt(400) - 200)), ZoneOffset.UTC));
    }

    private @Nullable String one(@Nullable String... words) {
        return words[any.nextInt(words.length)];
    }
}
