package dev.douane.rules.worker;

import java.time.Duration;

/**
 * What a worker may take.
 *
 * @param heapMib its heap, in MiB; what it takes beside that is bounded by the program
 * @param deadline processor time of a job that compiles nothing; by the clock it may take {@value #PATIENCE} times as long
 * @param compileDeadline the same of a job that compiles
 * @param idle how long a worker without work is kept
 */
public record WorkerLimits(int heapMib, Duration deadline, Duration compileDeadline, Duration idle) {
    /** By the clock, since a machine that has other things to do is no reason to refuse a pack. */
    public static final int PATIENCE = 5;

    Duration of(Job job) {
        return switch (job) {
            case Job.Read read -> deadline;
            case Job.Check check -> deadline;
            case Job.Prove prove -> compileDeadline;
            case Job.Compile compile -> compileDeadline;
        };
    }
}
