package dev.douane.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Processor time that a server has spent so far.
 *
 * @param own by its own process
 * @param helpers by those that work for it, also by those that have ended meanwhile where the system tells
 */
record ProcessorTime(Duration own, Duration helpers) {
    static final ProcessorTime NONE = new ProcessorTime(Duration.ZERO, Duration.ZERO);

    /** What the system counts in; Linux tells every program so, whatever its kernel counts in. */
    private static final long TICKS_PER_SECOND = 100;

    /** Fields of {@code /proc/…/stat} after the name, user and system time of children that were waited for. */
    private static final int CHILDREN_USER = 13;

    private static final int CHILDREN_SYSTEM = 14;

    static ProcessorTime of(ProcessHandle own, Stream<ProcessHandle> helpers) {
        return new ProcessorTime(
                alive(own), helpers.map(each -> alive(each).plus(ended(each))).reduce(Duration.ZERO, Duration::plus));
    }

    Duration all() {
        return own.plus(helpers);
    }

    ProcessorTime plus(ProcessorTime other) {
        return new ProcessorTime(own.plus(other.own), helpers.plus(other.helpers));
    }

    ProcessorTime minus(ProcessorTime earlier) {
        return new ProcessorTime(own.minus(earlier.own), helpers.minus(earlier.helpers));
    }

    private static Duration alive(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** A database starts and ends processes, such as those that vacuum: what one spent is its parent's once it has ended. */
    private static Duration ended(ProcessHandle parent) {
        try {
            return ofEndedChildren(Files.readString(Path.of("/proc", Long.toString(parent.pid()), "stat")));
        } catch (IOException goneOrNotLinux) {
            return Duration.ZERO;
        }
    }

    /** @param stat as {@code /proc/…/stat} has it: a number, a name in brackets that may hold any character, then fields */
    static Duration ofEndedChildren(String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
        var ticks = Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM]);
        return Duration.ofMillis(ticks * 1_000 / TICKS_PER_SECOND);
    }
}
