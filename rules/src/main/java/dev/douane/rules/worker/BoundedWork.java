package dev.douane.rules.worker;

import dev.douane.rules.pack.PackException;
import dev.douane.rules.worker.WorkerFailure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does in this process what a worker does in one of its own, and bounds it alike: for a program that decides nothing, such as a command. What
 * takes too long is left alone and goes on until the program ends, so that the program still tells what it found elsewhere.
 */
public final class BoundedWork {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration SHORT_LOOK = Duration.ofMillis(5);

    private final WorkerLimits limits;
    private final Supplier<Duration> processorTime;

    /** @param limits whose heap is the one that this process was started with */
    public BoundedWork(WorkerLimits limits) {
        this(limits, BoundedWork::processorTime);
    }

    /** @param processorTime what this process has taken */
    BoundedWork(WorkerLimits limits, Supplier<Duration> processorTime) {
        this.limits = limits;
        this.processorTime = processorTime;
    }

    /** What is done with a pack. */
    @FunctionalInterface
    public interface Step<T> {
        /** Does it. */
        T done() throws PackException;
    }

    /**
     * Does it, on a thread of its own.
     *
     * @param subject the pack, as errors name it
     * @throws PackException if the pack is refused, takes more than it may, or is one that the checks themselves do not get to the end of;
     *     in the words in which a server tells it
     * @throws WorkerFailure if the machine has no time for it or no thread, so that nothing is known of the pack
     */
    public <T> T done(Task task, String subject, Step<T> step) throws PackException, WorkerFailure {
        var work = new FutureTask<>(step::done);
        var before = processorTime.get();
        begin(task, work);
        try {
            return within(limits.of(task), limits.byTheClock(task), before, work);
        } catch (WorkerFailure failure) {
            if (!failure.kind().isOfThePack()) {
                throw failure;
            }
            throw new PackException(subject, List.of(failure.told(limits, task)));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PackException refused) {
                throw refused;
            }
            throw new PackException(subject, List.of(Desk.told(e.getCause() == null ? e : e.getCause())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("nobody interrupts a command", e);
        }
    }

    private static void begin(Task task, FutureTask<?> work) throws WorkerFailure {
        try {
            Thread.ofPlatform().daemon().name("douane-" + task.word()).start(work);
        } catch (OutOfMemoryError e) { // of threads: nothing was looked at yet
            throw new WorkerFailure(Kind.START, "No thread can be started on this machine.", e);
        }
    }

    /** Where the work has taken all memory, this thread finds none either: it looks again, since the work ends for want of it or gives some back. */
    private <T> T within(Duration processor, Duration clock, Duration before, FutureTask<T> work)
            throws WorkerFailure, ExecutionException, InterruptedException {
        var look = processor.compareTo(LOOK) < 0 ? SHORT_LOOK : LOOK;
        long looks = Math.ceilDiv(clock.toMillis(), look.toMillis());
        boolean isShort = false;
        for (long i = 0; i < looks; i++) {
            try {
                if (isDone(work, look)) {
                    return work.get();
                }
                isShort = false;
                if (processorTime.get().minus(before).compareTo(processor) > 0) {
                    throw new WorkerFailure(Kind.TIME, "took more than %s of processor time".formatted(processor));
                }
            } catch (OutOfMemoryError e) {
                isShort = true;
            } catch (ExecutionException e) {
                if (isOutOfMemory(e)) {
                    throw outOfMemory(e);
                }
                throw e;
            }
        }
        if (isShort) {
            throw outOfMemory(null);
        }
        throw new WorkerFailure(Kind.STALLED, "The machine had no processor for it within %s.".formatted(clock));
    }

    private static boolean isDone(FutureTask<?> work, Duration look) throws InterruptedException {
        try {
            var unused = work.get(look.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException unfinished) {
            return false;
        } catch (ExecutionException failed) {
            return true;
        }
    }

    private static WorkerFailure outOfMemory(@Nullable Throwable cause) {
        return new WorkerFailure(Kind.MEMORY, "took more memory than there is", cause);
    }

    /** Of the whole process: compilers work on several threads. */
    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static boolean isOutOfMemory(Throwable problem) {
        for (var cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }
}
