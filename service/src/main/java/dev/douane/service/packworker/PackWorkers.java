package dev.douane.service.packworker;

import dev.douane.rules.worker.Worker;
import dev.douane.rules.worker.WorkerLimits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The two processes that read packs for this server, which reads none: one for people, one for what is to be in force, so that no number of
 * hostile uploads keeps an activation waiting. Each runs while there is work for it.
 */
@ApplicationScoped
public class PackWorkers {
    /** Calls come first. */
    private static final int LAST = 19;

    /** Calls come first, but an activation comes to its end while there are as many as can be answered. */
    private static final int AMONG_THE_LAST = 10;

    private final PackWorker authors;
    private final PackWorker keeper;

    @Inject
    PackWorkers(
            PackWorkerConfig config,
            @ConfigProperty(name = "douane.rulesets.compile-limit") Duration compileLimit,
            MeterRegistry registry) {
        var limits = new WorkerLimits((int) (config.heap() >> 20), config.deadline(), compileLimit, config.idle());
        this.authors = new PackWorker(new Worker(limits, LAST), limits, registry);
        this.keeper = new PackWorker(new Worker(limits, AMONG_THE_LAST), limits, registry);
        Gauge.builder("douane.worker.resident", this, PackWorkers::residentBytes)
                .baseUnit("bytes")
                .description(
                        "memory of the processes that read packs, which is beside the server's own; 0 while none runs")
                .strongReference(true)
                .register(registry);
    }

    private double residentBytes() {
        return authors.residentBytes() + keeper.residentBytes();
    }

    /** For what people send and ask. */
    public PackWorker authors() {
        return authors;
    }

    /** For what this node was given, and what is to be in force. */
    public PackWorker keeper() {
        return keeper;
    }

    @PreDestroy
    void stop() {
        authors.close();
        keeper.close();
    }
}
