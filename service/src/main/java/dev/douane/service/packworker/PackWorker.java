package dev.douane.service.packworker;

import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.worker.House;
import dev.douane.rules.worker.PackFinding;
import dev.douane.rules.worker.ProvenRule;
import dev.douane.rules.worker.Task;
import dev.douane.rules.worker.Worker;
import dev.douane.rules.worker.WorkerFailure;
import dev.douane.rules.worker.WorkerLimits;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One of the processes that read packs, and how it is told what kept it from its work: as what is wrong with the pack where the pack did it,
 * and else as a trouble of this server, which lifts.
 *
 * <p>Each job may fail with a {@link ProblemException} UNAVAILABLE, which says when to come again. Nothing is known of the pack then.
 */
public final class PackWorker {
    private static final Logger LOG = Logger.getLogger(PackWorker.class);
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final Worker worker;
    private final WorkerLimits limits;
    private final MeterRegistry registry;

    PackWorker(Worker worker, WorkerLimits limits, MeterRegistry registry) {
        this.worker = worker;
        this.limits = limits;
        this.registry = registry;
        for (var kind : WorkerFailure.Kind.values()) {
            var unused = failures(kind); // so that each has a figure before its first
        }
    }

    private Counter failures(WorkerFailure.Kind kind) {
        return Counter.builder("douane.worker.failures")
                .description("processes that read packs and did not come to an end, by what stopped them")
                .tag("why", word(kind))
                .register(registry);
    }

    private static String word(WorkerFailure.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a pack from an archive.
     *
     * @param subject what to call it in an error
     * @throws PackException if it is none
     */
    public Pack read(String subject, byte[] archive) throws PackException {
        return done(Task.READ, subject, () -> worker.read(subject, archive));
    }

    /** Reads a pack from its files in one piece. */
    public Pack readFiles(String subject, byte[] content) throws PackException {
        return done(Task.READ, subject, () -> worker.readFiles(subject, content));
    }

    /**
     * Holds the packs of a ruleset, with the parameters they get there, against words, and what they look at together against its bound.
     *
     * @throws PackException naming each word that is not among them, and the packs that are too much together
     */
    public void check(Ruleset ruleset, Vocabulary words) throws PackException {
        var unused = done(Task.CHECK, "The ruleset", () -> {
            worker.check(ruleset, words);
            return true;
        });
    }

    /**
     * Looks over a pack that is there, its parameters at their defaults.
     *
     * @return at most a hundred findings, those that weigh most first
     * @throws PackException if that is too much work
     */
    public List<PackFinding> lint(Pack pack, House house) throws PackException {
        return done(Task.LINT, pack.reference(), () -> worker.lint(pack, house));
    }

    /**
     * Holds a pack against its own scenarios. Takes seconds.
     *
     * @param words for a pack that is new: what it may name; null for one that was accepted before
     * @return its rules, and what fires them
     * @throws PackException naming each scenario that fails, and each rule that none fires
     */
    public List<ProvenRule> prove(Pack pack, @Nullable Vocabulary words) throws PackException {
        return done(Task.PROVE, pack.reference(), () -> worker.prove(pack, words));
    }

    /**
     * Compiles the packs of a ruleset. Takes seconds.
     *
     * @return the form of what was compiled; whoever loads it checks it first
     * @throws PackException if they do not compile together
     */
    public byte[] compile(Ruleset ruleset) throws PackException {
        return done(Task.COMPILE, ruleset.toString(), () -> worker.compile(ruleset));
    }

    /** What is asked of a worker. */
    @FunctionalInterface
    private interface Asked<T> {
        T of() throws PackException, WorkerFailure;
    }

    private <T> T done(Task task, String subject, Asked<T> asked) throws PackException {
        var began = Timer.start(registry);
        var outcome = "refused";
        try {
            var answer = asked.of();
            outcome = "done";
            return answer;
        } catch (WorkerFailure e) {
            outcome = word(e.kind());
            failures(e.kind()).increment();
            if (!e.kind().isOfThePack()) {
                LOG.warnf("nothing was there to %s (%s): %s", task.word(), subject, e.getMessage());
                throw ProblemException.retryAfter(
                        ProblemType.UNAVAILABLE, e.getMessage() + " Nothing is known of the pack; try again.", AGAIN);
            }
            throw new PackException(subject, List.of(e.told(limits, task)));
        } finally {
            began.stop(Timer.builder("douane.worker.jobs")
                    .description("what the processes that read packs were asked, how it ended, and how long it took")
                    .tag("job", task.word())
                    .tag("outcome", outcome)
                    .register(registry));
        }
    }

    long residentBytes() {
        return worker.residentBytes();
    }

    void close() {
        worker.close();
    }
}
