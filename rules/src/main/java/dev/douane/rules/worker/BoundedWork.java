package dev.douane.rules.worker;

import dev.douane.rules.pack.PackException;
import dev.douane.rules.worker.WorkerFailure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does in this process what a worker does in one of its own, and bounds it alike: for a program that decides nothing, such as a command. What
 * takes too long is left alone and goes on until the program ends, so that the program still tells what it found elsewhere.
 */
public final class BoundedWork {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration SHORT_LOOK = Duration.ofMillis(5);

    private final WorkerLimits limits;

    /** @param limits whose heap is the one that this process was started with */
    public BoundedWork(WorkerLimits limits) {
        this.limits = limits;
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
     * @throws WorkerFailure if the machine has no time for it, so that nothing is known of the pack
     */
    public <T> T done(Task task, String subject, Step<T> step) throws PackException, WorkerFailure {
        var work = new FutureTask<>(step::done);
        Thread.ofPlatform().daemon().name("douane-" + task.word()).start(work);
        try {
            return within(limits.of(task), limits.byTheClock(task), work);
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

    private static <T> T within(Duration processor, Duration clock, FutureTask<T> work)
            throws WorkerFailure, ExecutionException, InterruptedException {
        var look = processor.compareTo(LOOK) < 0 ? SHORT_LOOK : LOOK;
        var before = processorTime();
        for (var waited = Duration.ZERO; waited.compareTo(clock) < 0; waited = waited.plus(look)) {
            try {
                return work.get(look.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException unfinished) {
                if (processorTime().minus(before).compareTo(processor) > 0) {
                    throw new WorkerFailure(Kind.TIME, "took more than %s of processor time".formatted(processor));
                }
            } catch (ExecutionException e) {
                if (isOutOfMemory(e)) {
                    throw new WorkerFailure(Kind.MEMORY, "took more memory than there is", e);
                }
                throw e;
            }
        }
        throw new WorkerFailure(Kind.STALLED, "The machine had no processor for it within %s.".formatted(clock));
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
