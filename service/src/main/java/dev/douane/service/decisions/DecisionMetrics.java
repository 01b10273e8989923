package dev.douane.service.decisions;

import dev.douane.rules.call.Options;
import dev.douane.rules.decide.Decision;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.Reason;
import dev.douane.rules.decide.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What the door counts and times. Meters are looked up once: at start, or where a cause is met first. */
@Singleton // asked with every decision: no proxy in between
class DecisionMetrics {
    /** Where the time of a decision goes. */
    enum Stage {
        READ,
        PLAN,
        /** From the plan to the commit. */
        ADMIT,
        /** From the commit to the last byte of the answer. */
        ANSWER
    }

    /** @param kind of what decided: a word of the house, or that it was a rule */
    private record Cause(String verdict, String kind) {}

    private record ByVerdict(Counter allow, Counter reroute, Counter downgrade, Counter defer, Counter deny) {
        static ByVerdict of(MeterRegistry registry, Options.Mode mode) {
            return new ByVerdict(
                    counter(registry, mode, "allow"),
                    counter(registry, mode, "reroute"),
                    counter(registry, mode, "downgrade"),
                    counter(registry, mode, "defer"),
                    counter(registry, mode, "deny"));
        }

        private static Counter counter(MeterRegistry registry, Options.Mode mode, String verdict) {
            return Counter.builder("douane.decisions")
                    .description("decisions answered")
                    .tag("verdict", verdict)
                    .tag("mode", mode.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }

        Counter of(Verdict verdict) {
            return switch (verdict) {
                case Verdict.Allow ignored -> allow;
                case Verdict.Reroute ignored -> reroute;
                case Verdict.Downgrade ignored -> downgrade;
                case Verdict.Defer ignored -> defer;
                case Verdict.Deny ignored -> deny;
            };
        }
    }

    private final ByVerdict enforced;
    private final ByVerdict advised;
    private final Timer read;
    private final Timer plan;
    private final Timer admit;
    private final Timer answer;
    private final Counter ruleErrors;
    private final Counter replays;
    private final Counter plain;
    private final Map<Cause, Counter> causes = new ConcurrentHashMap<>();
    private final Map<Effects.Dropped, Counter> dropped = new ConcurrentHashMap<>();
    private final MeterRegistry registry;

    DecisionMetrics(MeterRegistry registry) {
        this.registry = registry;
        enforced = ByVerdict.of(registry, Options.Mode.ENFORCE);
        advised = ByVerdict.of(registry, Options.Mode.ADVISE);
        read = timer(registry, Stage.READ);
        plan = timer(registry, Stage.PLAN);
        admit = timer(registry, Stage.ADMIT);
        answer = timer(registry, Stage.ANSWER);
        ruleErrors = Counter.builder("douane.rule.errors")
                .description("decisions denied because a rule could not be evaluated")
                .register(registry);
        replays = Counter.builder("douane.decision.replays")
                .description("answers given again to a repeated idempotency key")
                .register(registry);
        plain = Counter.builder("douane.decisions.plain")
                .description("requests for a decision that took the short way past the framework")
                .register(registry);
    }

    private static Timer timer(MeterRegistry registry, Stage stage) {
        return Timer.builder("douane.decision.stage")
                .description("time a stage of a decision takes")
                .tag("stage", stage.name().toLowerCase(Locale.ROOT))
                .serviceLevelObjectives(
                        Duration.ofNanos(50_000),
                        Duration.ofNanos(250_000),
                        Duration.ofMillis(1),
                        Duration.ofMillis(4),
                        Duration.ofMillis(15),
                        Duration.ofMillis(60),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1))
                .register(registry);
    }

    /**
     * A stage has ended.
     *
     * @param startedAt {@link System#nanoTime()} at its start
     * @return the same for the next stage
     */
    long ended(Stage stage, long startedAt) {
        var now = System.nanoTime();
        var timer = switch (stage) {
            case READ -> read;
            case PLAN -> plan;
            case ADMIT -> admit;
            case ANSWER -> answer;
        };
        timer.record(now - startedAt, TimeUnit.NANOSECONDS);
        return now;
    }

    void decided(Options.Mode mode, Decision decision) {
        var counters = switch (mode) {
            case ENFORCE -> enforced;
            case ADVISE -> advised;
        };
        counters.of(decision.verdict()).increment();
        causes.computeIfAbsent(
                        new Cause(decision.verdict().word(), decision.because().kind()), this::counter)
                .increment();
        if (isRuleError(decision)) {
            ruleErrors.increment();
        }
    }

    private Counter counter(Cause cause) {
        return Counter.builder("douane.decision.causes")
                .description("decisions by what decided them: a word of the house, or rule for any rule")
                .tag("verdict", cause.verdict())
                .tag("because", cause.kind())
                .register(registry);
    }

    /** Packs on trial that a call was not held against. */
    void dropped(List<Effects.Dropped> packs) {
        for (var pack : packs) {
            dropped.computeIfAbsent(pack, this::counter).increment();
        }
    }

    private Counter counter(Effects.Dropped dropped) {
        return Counter.builder("douane.pack.dropped")
                .description("calls that an observed pack was not asked about, since it would have been too much work")
                .tag("pack", dropped.pack())
                .tag("why", dropped.why())
                .register(registry);
    }

    void replayed() {
        replays.increment();
    }

    void plain() {
        plain.increment();
    }

    static boolean isRuleError(Decision decision) {
        for (var reason : decision.reasons()) {
            if (reason.mode() == Fired.Mode.ENFORCE && reason.rule().equals(Reason.RULE_ERROR)) {
                return true;
            }
        }
        return false;
    }
}
