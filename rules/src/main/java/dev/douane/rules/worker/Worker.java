package dev.douane.rules.worker;

import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.pack.ManifestDocument;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackContent;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.worker.Frames.Message;
import dev.douane.rules.worker.WorkerFailure.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads, checks, tries and compiles packs, in a process of its own: started when there is work, ended when there is none for a while, after a
 * number of jobs, or with this one, and killed when it takes more than it may. One job at a time; who comes meanwhile waits.
 *
 * <p>What it gives is as good as a pack from a stranger: it has the form it should have, and nothing more is known of it.
 */
public final class Worker implements AutoCloseable {
    /** Whoever did this many is replaced: what libraries forget to give back is given back. */
    private static final int JOBS_MAX = 100;

    private final WorkerLimits limits;
    private final WorkerCommand command;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("douane-worker-idle").factory());
    private volatile @Nullable WorkerProcess process;
    private @Nullable Future<?> rest;
    private int jobs;
    private volatile boolean closed;

    /** @param niceness how far its process stands behind others for a processor: 0 not at all, 19 as far as can be */
    public Worker(WorkerLimits limits, int niceness) {
        this(limits, WorkerCommand.of(limits, niceness));
        var unused = ProgramFiles.running(); // as they are now: whoever is started later has to have the same
    }

    Worker(WorkerLimits limits, WorkerCommand command) {
        this.limits = limits;
        this.command = command;
    }

    /**
     * Reads a pack from an archive.
     *
     * @param subject what to call it in an error
     * @throws PackException if it is none
     */
    public Pack read(String subject, byte[] archive) throws PackException, WorkerFailure {
        return read(new Job.Read(subject, true), archive);
    }

    /** Reads a pack from its files in one piece, as {@link PackContent} has them. */
    public Pack readFiles(String subject, byte[] content) throws PackException, WorkerFailure {
        return read(new Job.Read(subject, false), content);
    }

    private Pack read(Job.Read job, byte[] bytes) throws PackException, WorkerFailure {
        var answer = ask(job, List.of(bytes), 1);
        try {
            return PackContent.pack(
                    ManifestDocument.read(answer.head().manifest()),
                    answer.parts().getFirst(),
                    Pack.LEVEL);
        } catch (IllegalArgumentException e) {
            throw senseless(e);
        }
    }

    /**
     * Holds the packs of a ruleset, with the parameters they get there, against words, and what they look at together against its bound.
     *
     * @throws PackException naming each word that is not among them, and the packs that are too much together
     */
    public void check(Ruleset ruleset, Vocabulary words) throws PackException, WorkerFailure {
        ask(new Job.Check(words, sources(ruleset)), contents(ruleset), 0);
    }

    /**
     * Looks over a pack that is there, its parameters at their defaults.
     *
     * @return at most a hundred findings, those that weigh most first
     * @throws PackException if that is too much work
     */
    public List<PackFinding> lint(Pack pack, House house) throws PackException, WorkerFailure {
        var parts = List.of(
                PackContent.of(pack.files()),
                house.catalog().getBytes(StandardCharsets.UTF_8),
                house.jurisdictions().getBytes(StandardCharsets.UTF_8));
        return ask(new Job.Lint(house.words(), source(pack), house.day().toString()), parts, 0)
                .head()
                .findings();
    }

    /**
     * Holds a pack against its own scenarios. Takes seconds.
     *
     * @param words for a pack that is new: what it may name; null for one that was accepted before
     * @return its rules, and what fires them
     * @throws PackException naming each scenario that fails, and each rule that none fires
     */
    public List<ProvenRule> prove(Pack pack, @Nullable Vocabulary words) throws PackException, WorkerFailure {
        return ask(new Job.Prove(words, source(pack)), List.of(PackContent.of(pack.files())), 0)
                .head()
                .rules();
    }

    /**
     * Compiles the packs of a ruleset. Takes seconds.
     *
     * @return the form of what was compiled; whoever loads it checks it first
     * @throws PackException if they do not compile together
     */
    public byte[] compile(Ruleset ruleset) throws PackException, WorkerFailure {
        return ask(new Job.Compile(sources(ruleset)), contents(ruleset), 1)
                .parts()
                .getFirst();
    }

    private static Job.Source source(Pack pack) {
        return source(pack, true, Collections.emptySortedMap());
    }

    private static Job.Source source(Pack pack, boolean together, SortedMap<String, String> parameters) {
        return new Job.Source(ManifestDocument.write(pack.manifest()), pack.level(), together, parameters);
    }

    private static List<Job.Source> sources(Ruleset ruleset) {
        return ruleset.entries().stream()
                .map(entry -> source(entry.pack(), entry.modes().isAlwaysEnforced(), entry.parameters()))
                .toList();
    }

    private static List<byte[]> contents(Ruleset ruleset) {
        return ruleset.entries().stream()
                .map(entry -> PackContent.of(entry.pack().files()))
                .toList();
    }

    private Message<Answer.Done> ask(Job job, List<byte[]> parts, int partsOfAnswer)
            throws PackException, WorkerFailure {
        var answer = said(new Message<>(job, parts));
        return switch (answer.head()) {
            case Answer.Refused(var subject, var problems) -> throw new PackException(subject, problems);
            case Answer.Done done when answer.parts().size() == partsOfAnswer -> new Message<>(done, answer.parts());
            case Answer.Done other -> throw senseless(null);
            case Answer.Ready again -> throw senseless(null);
        };
    }

    private Message<Answer> said(Message<Job> asked) throws WorkerFailure {
        turn.lock();
        var well = false;
        try {
            cancelRest();
            var answer = started().ask(asked, limits);
            well = true;
            return answer;
        } finally {
            if (!well) {
                end();
            }
            restLater();
            turn.unlock();
        }
    }

    /** Whoever answers so is asked nothing more. */
    private WorkerFailure senseless(@Nullable Throwable cause) {
        turn.lock();
        try {
            end();
        } finally {
            turn.unlock();
        }
        return new WorkerFailure(Kind.BROKEN, "has an answer that makes no sense", cause);
    }

    private WorkerProcess started() throws WorkerFailure {
        if (closed) {
            throw WorkerProcess.stopping(null);
        }
        if (jobs >= JOBS_MAX || (process != null && !process.handle().isAlive())) {
            end();
        }
        if (process == null) {
            jobs = 0;
            process = WorkerProcess.start(line());
        }
        if (closed) { // while it was started
            end();
            throw WorkerProcess.stopping(null);
        }
        jobs++;
        return Objects.requireNonNull(process);
    }

    private List<String> line() throws WorkerFailure {
        try {
            return command.line();
        } catch (IOException e) {
            throw new WorkerFailure(Kind.START, "The program cannot be found, so no process can run it.", e);
        }
    }

    private void restLater() {
        if (process != null && !clock.isShutdown()) {
            rest = clock.schedule(this::rest, limits.idle().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void cancelRest() {
        if (rest != null) {
            rest.cancel(false);
            rest = null;
        }
    }

    private void rest() {
        if (turn.tryLock()) {
            try {
                end();
            } finally {
                turn.unlock();
            }
        }
    }

    private void end() {
        var ending = process;
        process = null;
        if (ending != null) {
            ending.close();
        }
    }

    /** Its process, while there is one. */
    Optional<ProcessHandle> handle() {
        return Optional.ofNullable(process).map(WorkerProcess::handle);
    }

    /** What its process takes of memory, in bytes: 0 while there is none. */
    public long residentBytes() {
        var running = process;
        return running == null ? 0 : running.residentBytes();
    }

    /** Ends the process, the job it is at included. */
    @Override
    public void close() {
        closed = true;
        clock.shutdownNow();
        end();
    }
}
