package dev.douane.rules.worker;

import java.time.Duration;

/**
 * What a worker may take.
 *
 * @param heapMib its heap, in MiB; what it takes beside that is bounded by the program
 * @param deadline processor time of a job that compiles nothing
 * @param compileDeadline the same of a job that compiles
 * @param idle how long a worker without work is kept
 * @param patience how long any job may take by the clock, however little processor time it has
 */
public record WorkerLimits(int heapMib, Duration deadline, Duration compileDeadline, Duration idle, Duration patience) {
    private static final int BY_THE_CLOCK = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Those of a program that is told nothing else. */
    public static final WorkerLimits DEFAULT =
            new WorkerLimits(512, Duration.ofMinutes(1), Duration.ofMinutes(3), Duration.ofMinutes(1));

    /** With the usual patience. */
    public WorkerLimits(int heapMib, Duration deadline, Duration compileDeadline, Duration idle) {
        this(heapMib, deadline, compileDeadline, idle, PATIENCE);
    }

    Duration of(Task task) {
        return task.compiles() ? compileDeadline : deadline;
    }

    /** How long a job is waited for by the clock: a machine that has other things to do is no reason to give it up at once. */
    Duration byTheClock(Task task) {
        var usual = of(task).multipliedBy(BY_THE_CLOCK);
        return usual.compareTo(patience) < 0 ? patience : usual;
    }
}
