package dev.douane.rules.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.douane.rules.worker.Frames.Message;
import dev.douane.rules.worker.WorkerFailure.Kind;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One process of a worker, from its start to its end. It does one job at a time; one that failed at a job is dead. */
final class WorkerProcess implements AutoCloseable {
    private static final Logger LOG = System.getLogger(WorkerProcess.class.getName());

    /** What an answer holds at most: the classes of the largest ruleset ({@code Limit.COMPILED_BYTES}), with room. */
    static final int ANSWER_BYTES_MAX = 48 << 20;

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration END = Duration.ofSeconds(2);

    /** In place of an exit code: no process has it. */
    private static final int STILL_THERE = -1;

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Processor time is told in steps of that. */
    private static final Duration STEP = Duration.ofMillis(10);

    /** Codes of a process that was told to hang up, to stop and to end, or was killed, as the kernel does where memory runs out. */
    private static final Set<Integer> FROM_OUTSIDE = Set.of(128 + 1, 128 + 2, 128 + 9, 128 + 15);

    private final Process process;
    private final DataInputStream answers;
    private final LastWords lastWords;
    private final ExecutorService pipe = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("douane-worker-pipe").factory());

    private volatile boolean busy;
    private volatile boolean closed;

    private WorkerProcess(Process process) {
        this.process = process;
        this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
        this.lastWords = LastWords.of(process.getErrorStream());
    }

    /**
     * Starts one, and waits until it is ready.
     *
     * @param command what to run
     * @throws WorkerFailure START if it does not run here, REPLACED if it is of another build
     */
    static WorkerProcess start(List<String> command) throws WorkerFailure {
        Process process;
        try {
            var builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
            var path = System.getenv("PATH");
            builder.environment().clear(); // ours has passwords in it, and options for the virtual machine
            builder.environment().put("LC_ALL", "C");
            if (path != null) {
                builder.environment().put("PATH", path);
            }
            process = builder.start();
        } catch (IOException e) {
            throw cannotBeStarted(e);
        }
        var worker = listenedTo(process);
        worker.isTheFirstToGo();
        worker.hello();
        return worker;
    }

    private static WorkerProcess listenedTo(Process process) throws WorkerFailure {
        try {
            return new WorkerProcess(process);
        } catch (OutOfMemoryError e) { // of threads: without memory this process would not be there any more
            process.destroyForcibly();
            throw cannotBeStarted(e);
        }
    }

    private static WorkerFailure cannotBeStarted(Throwable cause) {
        return new WorkerFailure(Kind.START, "The process that reads packs cannot be started.", cause);
    }

    /** Nothing was asked yet, so whatever goes wrong is no pack's fault. */
    private void hello() throws WorkerFailure {
        Message<Answer> first;
        try {
            first = within(START, START, () -> Frames.read(answers, Answer.class, 10_000));
        } catch (WorkerFailure e) {
            throw e.getCause() instanceof JsonProcessingException other ? replaced(other) : cannotBeStarted(e);
        }
        if (!first.head().equals(Answer.Ready.now())) {
            kill();
            throw replaced(null);
        }
    }

    static WorkerFailure stopping(@Nullable Throwable cause) {
        return new WorkerFailure(Kind.STOPPING, "The server is stopping.", cause);
    }

    private static WorkerFailure replaced(@Nullable Throwable cause) {
        return new WorkerFailure(
                Kind.REPLACED,
                "The program was replaced while it ran, so nothing can be checked until it is restarted.",
                cause);
    }

    /** Where memory runs out, the kernel takes this process and not the one that decides; it is the default where that cannot be said. */
    private void isTheFirstToGo() {
        try {
            Files.writeString(Path.of("/proc", Long.toString(process.pid()), "oom_score_adj"), "800");
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the worker is no more likely to be ended than others: {0}", e.toString());
        }
    }

    /**
     * Has a job done.
     *
     * @param limits of the job
     * @throws WorkerFailure if it is not done; the process is dead then
     * @throws CancellationException if this thread was interrupted; the process is dead then
     */
    Message<Answer> ask(Message<Job> job, WorkerLimits limits) throws WorkerFailure {
        var task = job.head().task();
        return within(limits.of(task), limits.byTheClock(task), () -> {
            if (answers.available() > 0) {
                throw new IOException("it said more than it was asked");
            }
            Frames.write(process.getOutputStream(), job);
            return Frames.read(answers, Answer.class, ANSWER_BYTES_MAX);
        });
    }

    private <T> T within(Duration processor, Duration clock, Callable<T> exchange) throws WorkerFailure {
        var before = processorTime();
        busy = true;
        var look = processor.compareTo(LOOK) > 0 ? LOOK : processor.compareTo(STEP) > 0 ? processor : STEP;
        try {
            var answer = pipe.submit(exchange);
            for (var waited = Duration.ZERO; waited.compareTo(clock) < 0; waited = waited.plus(look)) {
                try {
                    var said = answer.get(look.toMillis(), TimeUnit.MILLISECONDS);
                    busy = false;
                    return said;
                } catch (TimeoutException unfinished) {
                    if (closed) {
                        throw stopping(unfinished);
                    }
                    if (processorTime().minus(before).compareTo(processor) > 0) {
                        kill();
                        throw new WorkerFailure(Kind.TIME, "took more than %s of processor time".formatted(processor));
                    }
                }
            }
            var taken = processorTime().minus(before);
            kill();
            throw new WorkerFailure(
                    Kind.STALLED,
                    "The process that reads packs was given %s of processor time in %s: this machine has none for it, or somebody stopped it."
                            .formatted(taken, clock));
        } catch (RejectedExecutionException e) {
            throw stopping(e);
        } catch (OutOfMemoryError e) { // of threads
            kill();
            throw cannotBeStarted(e);
        } catch (ExecutionException e) {
            throw ended(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("what a worker did was given up").initCause(e);
        }
    }

    private Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Why what was said last is no answer. */
    private WorkerFailure ended(Throwable cause) {
        int code = exitCode();
        if (code != STILL_THERE) {
            lastWords.await(END); // ending it closes what they are read from
        }
        kill();
        lastWords.await(END);
        LOG.log(
                closed ? Level.DEBUG : Level.WARNING,
                "a worker failed ({0}; exit code {1}): {2}",
                cause,
                code,
                lastWords);
        if (closed) {
            return stopping(cause);
        }
        if (FROM_OUTSIDE.contains(code)) {
            return new WorkerFailure(
                    Kind.ENDED,
                    "The process that reads packs was ended from outside (exit code %d): by the kernel, as where memory runs out, or by somebody."
                            .formatted(code),
                    cause);
        }
        if (lastWords.tellOfNoMemory()) { // which is beside the heap, and whatever code it ends with
            return new WorkerFailure(
                    Kind.ENDED,
                    "The process that reads packs found no memory on this machine, and ended (exit code %d)."
                            .formatted(code),
                    cause);
        }
        return switch (code) {
            case WorkerMain.NO_THREAD -> cannotBeStarted(cause);
            case WorkerMain.NO_MEMORY -> new WorkerFailure(Kind.MEMORY, "took more memory than there is for it", cause);
            default ->
                cause instanceof Frames.TooLong
                        ? new WorkerFailure(Kind.ANSWER, "has an answer that is longer than any", cause)
                        : new WorkerFailure(Kind.BROKEN, "ended the process that did it", cause);
        };
    }

    /** Of a process that is ending; of one that goes on, a code that no process has. */
    private int exitCode() {
        try {
            return process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : STILL_THERE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return STILL_THERE;
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Resident memory in bytes; 0 where it cannot be told, and after its end. */
    long residentBytes() {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"))
                    .lines()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException unknown) {
            return 0;
        }
    }

    private void kill() {
        process.destroyForcibly();
        pipe.shutdownNow();
    }

    /** Ends it with its input, as it ends by itself; by force where it is at work, or takes longer than a moment. */
    @Override
    public void close() {
        closed = true;
        if (busy) {
            kill();
            return;
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.DEBUG, "a worker does not end by itself");
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a worker was gone already: {0}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            kill();
        }
    }
}
