package dev.douane.bench;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Question;
import dev.douane.rules.call.Workload;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.decide.Decider;
import dev.douane.rules.decide.Decision;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.Headroom;
import dev.douane.rules.decide.Option;
import dev.douane.rules.decide.RulesetRef;
import dev.douane.rules.decide.Settings;
import dev.douane.rules.decide.Snapshot;
import dev.douane.rules.document.CatalogReader;
import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drools.DroolsCompiler;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.money.Money;
import dev.douane.rules.pack.CompiledRules;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackReader;
import dev.douane.rules.pack.Ruleset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the pure part of a decision costs: facts, rules, resolver, with three budgets; no HTTP, no database. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseParallelGC", "-Xms256m", "-Xmn96m", "-Xmx512m"}) // as ./douane serve sets them
public class DecideBenchmark {
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
    private static final int QUESTIONS = 4_096;
    private static final Headroom NO_BUDGETS = Headroom.of(List.of());

    /** Rules in force. */
    @Param({"100", "1000"})
    public int rules;

    /** Deployments in the catalog. */
    @Param({"1000", "10000"})
    public int deployments;

    private final Decider decider = new Decider();
    private final List<Question> questions = new ArrayList<>();
    private final List<Facts> facts = new ArrayList<>();
    private Optional<CompiledRules> compiled = Optional.empty();
    private Optional<Snapshot> snapshot = Optional.empty();
    private int next;

    /** Makes the world and compiles its rules. */
    @Setup
    public void prepare() throws IOException, PackException {
        var directory = Files.createTempDirectory("douane-bench");
        Scene.writePacks(directory, rules);
        var packs = new ArrayList<Pack>();
        try (var paths = Files.list(directory)) {
            for (var path : paths.sorted().toList()) {
                packs.add(PackReader.read(path));
            }
        }
        var inForce = new DroolsCompiler(EngineLimits.DEFAULT).compile(Ruleset.enforcing(packs));
        var catalog = CatalogReader.read(Scene.catalog(deployments).getBytes(StandardCharsets.UTF_8));
        var day = LocalDate.ofInstant(AT, ZoneOffset.UTC);
        var budgets = List.of(budget("company", 0.42), budget("product", 0.55), budget("seat", 0.71));
        compiled = Optional.of(inForce);
        snapshot = Optional.of(new Snapshot(
                new RulesetRef(1, inForce.digest()),
                inForce,
                Settings.DEFAULT,
                new CatalogIndex(catalog, JurisdictionsReader.shipped().on(day)),
                List.of(),
                (caller, at) -> budgets));
        var dice = new SplittableRandom(42);
        for (int i = 0; i < QUESTIONS; i++) {
            var question = question(dice);
            questions.add(question);
            facts.add(decider.plan(question, snapshot.orElseThrow(), AT).facts());
        }
    }

    private Question question(SplittableRandom dice) {
        var call = Call.chat("model-" + dice.nextInt(Scene.models(deployments)), 100 + dice.nextInt(8_000))
                .withMaxOutputTokens(50 + dice.nextInt(1_500));
        return Question.about(call)
                .from(new Caller(
                        "acme",
                        "product-" + dice.nextInt(Scene.PRODUCTS),
                        "team",
                        "workflow",
                        "user",
                        null,
                        "prod",
                        "DE"))
                .carrying(Data.of(List.of(Scene.CLASSES.get(dice.nextInt(Scene.CLASSES.size()))), List.of("DE", "FR")))
                .doing(Workload.of(
                        "task-" + dice.nextInt(Scene.TASKS),
                        "standard",
                        Scene.PHASES.get(dice.nextInt(Scene.PHASES.size())),
                        true));
    }

    private static Budget budget(String name, double used) {
        return new Budget(
                name,
                "bench",
                "everything",
                true,
                Money.parse("1000"),
                Money.ZERO,
                new Money((long) (used * Money.parse("1000").nanos())),
                Instant.parse("2026-11-01T00:00:00Z"),
                Instant.parse("2026-12-01T00:00:00Z"),
                AT);
    }

    /** Closes the rules. */
    @TearDown
    public void close() {
        compiled.ifPresent(CompiledRules::close);
    }

    private Question nextQuestion() {
        return questions.get(next++ & (QUESTIONS - 1));
    }

    /** Evaluate and resolve: the bar of the design. */
    @Benchmark
    public Optional<Option> evaluateAndResolve() {
        return decider.plan(nextQuestion(), snapshot.orElseThrow(), AT).best();
    }

    /** The rules alone. */
    @Benchmark
    public Effects evaluate() {
        return snapshot.orElseThrow().rules().evaluate(facts.get(next++ & (QUESTIONS - 1)));
    }

    /** The whole answer: verdict, alternatives, reasons, price as asked. */
    @Benchmark
    public Decision evaluateResolveAndExplain() {
        var plan = decider.plan(nextQuestion(), snapshot.orElseThrow(), AT);
        return plan.decide(plan.admit(NO_BUDGETS), NO_BUDGETS);
    }
}
