package dev.douane.service.cli.pack;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.worker.BoundedWork;
import dev.douane.rules.worker.Task;
import dev.douane.rules.worker.WorkerFailure;
import dev.douane.rules.worker.WorkerLimits;
import dev.douane.service.cli.UnusableException;
import dev.douane.service.platform.PositiveDuration;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Objects;

/**
 * What this process may take for a pack: as much as a server lets a process of its own take, by the same settings, so that a pack which a
 * server would give up is given up here in the same words. The heap is what the launcher says.
 */
final class Bounds {
    private static final String DEADLINE = "DOUANE_WORKER_DEADLINE";
    private static final String COMPILE_LIMIT = "DOUANE_RULESETS_COMPILE_LIMIT";

    private Bounds() {}

    /**
     * Looks at a pack.
     *
     * @param subject the pack, as errors name it
     * @throws PackException if it is refused, or takes too much
     * @throws UnusableException if the settings are none
     */
    static <T> T within(Task task, String subject, BoundedWork.Step<T> step) throws PackException, UnusableException {
        var limits = new WorkerLimits(
                heapMib(),
                duration(DEADLINE, WorkerLimits.DEFAULT.deadline()),
                duration(COMPILE_LIMIT, WorkerLimits.DEFAULT.compileDeadline()),
                WorkerLimits.DEFAULT.idle());
        try {
            return new BoundedWork(limits).done(task, subject, step);
        } catch (WorkerFailure e) {
            throw new UnusableException("%s: %s".formatted(subject, e.getMessage()), e);
        }
    }

    /** As it was set: what the JVM calls its most is less by what one collector keeps to itself. */
    private static int heapMib() {
        var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return (int) (Long.parseLong(jvm.getVMOption("MaxHeapSize").getValue()) >> 20);
    }

    private static Duration duration(String setting, Duration otherwise) throws UnusableException {
        var said = System.getenv(setting);
        if (said == null) {
            return otherwise;
        }
        try {
            return Objects.requireNonNullElse(new PositiveDuration().convert(said), otherwise);
        } catch (IllegalArgumentException e) {
            throw new UnusableException("%s (%s) %s".formatted(setting, said, e.getMessage()), e);
        }
    }
}
