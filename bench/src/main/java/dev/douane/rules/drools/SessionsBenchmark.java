package dev.douane.rules.drools;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Value;
import dev.douane.rules.money.Money;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.pack.Ruleset;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a session costs: kept, lent by our pool, or made anew for each call. A hundred rules, three budgets.
 *
 * <p>Stands in the engine's package, whose sessions nobody else can reach.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SessionsBenchmark {
    private static final Instant AT = Instant.parse("2026-11-16T00:00:00Z");
    private static final int CALLS = 64;

    private final List<Facts> facts = new ArrayList<>();
    private Optional<DroolsRules> rules = Optional.empty();
    private Optional<RuleSession> kept = Optional.empty();
    private int next;

    /** Compiles sixty rules on workload classes, twenty on data and twenty on budgets. */
    @Setup(Level.Trial)
    public void prepare() throws IOException, PackException {
        var text = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            text.append(rule("TASK-" + i, "Workload(workloadClass == \"task-" + i + "\")", "capTier(\"standard\")"));
        }
        for (int i = 0; i < 20; i++) {
            text.append(rule(
                    "DATA-" + i,
                    "Data(classes contains \"class-" + i + "\", subjectGroups contains \"EEA\")",
                    "capOutputTokens(800)"));
            text.append(rule(
                    "BUDGET-" + i,
                    "Budget(usedFraction >= %.2f) Workload(phase != \"discovery\")".formatted(0.60 + i * 0.05),
                    "capTier(\"economy\")"));
        }
        var pack = Files.createTempDirectory("douane-bench");
        Files.createDirectories(pack.resolve("rules"));
        Files.writeString(pack.resolve("rules/all.drl"), text.toString());
        Files.writeString(pack.resolve("pack.yaml"), """
                name: bench
                version: 1.0.0
                concern: cost-tier
                owners: [bench]
                title: A hundred rules
                description: Some of each kind.
                """);
        var compiled =
                new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(List.of(PackReader.read(pack))));
        rules = Optional.of(compiled);
        kept = Optional.of(new RuleSession(compiled.signedAt(Stage.EVALUATE), EngineLimits.DEFAULT));
        for (int i = 0; i < CALLS; i++) {
            facts.add(facts(i));
        }
    }

    private static String rule(String id, String when, String effect) {
        return "rule \"%s\" @id(\"%s\") @reason(\"r\") when %s then decision.%s; end%n".formatted(id, id, when, effect);
    }

    private static Facts facts(int i) {
        var data = Data.of(List.of(i % 2 == 0 ? "class-3" : "internal"), List.of("DE"))
                .withSubjectGroups(new TreeSet<>(List.of("EEA")));
        return new Facts(
                Call.chat("some-model", 1_000),
                Caller.UNKNOWN,
                data,
                Workload.of("task-" + i, "standard", "production", true),
                List.of(budget("company", 10 + i), budget("product", 20), budget("seat", 30)),
                List.of(),
                Value.UNKNOWN,
                Clock.at(AT, ZoneOffset.UTC));
    }

    private static Budget budget(String name, int spent) {
        return new Budget(
                name,
                "bench",
                "everything",
                true,
                Money.parse("100"),
                Money.ZERO,
                Money.parse(Integer.toString(spent)),
                Instant.parse("2026-11-01T00:00:00Z"),
                Instant.parse("2026-12-01T00:00:00Z"),
                AT);
    }

    /** Closes the rules. */
    @TearDown
    public void close() {
        kept.ifPresent(RuleSession::close);
        rules.ifPresent(DroolsRules::close);
    }

    private Facts nextFacts() {
        return facts.get(next++ & (CALLS - 1));
    }

    /** One session, kept. */
    @Benchmark
    public Effects kept() {
        return kept.orElseThrow().evaluate(nextFacts());
    }

    /** A kept session, lent for each call: what decisions use. */
    @Benchmark
    public Effects lent() {
        return rules.orElseThrow().evaluate(nextFacts());
    }

    /** A session for each call. */
    @Benchmark
    public Effects fresh() {
        try (var session = new RuleSession(rules.orElseThrow().signedAt(Stage.EVALUATE), EngineLimits.DEFAULT)) {
            return session.evaluate(nextFacts());
        }
    }
}
