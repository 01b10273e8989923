package dev.douane.service.proving;

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
public class Proving {
    private final Lane authors;
    private final Lane keeper;

    @Inject
    Proving(
            ProvingConfig config,
            @ConfigProperty(name = "douane.rulesets.compile-limit") Duration compileLimit,
            MeterRegistry registry) {
        var limits = new WorkerLimits((int) (config.heap() >> 20), config.deadline(), compileLimit, config.idle());
        this.authors = new Lane(new Worker(limits), limits, registry);
        this.keeper = new Lane(new Worker(limits), limits, registry);
        Gauge.builder("douane.worker.resident", this, Proving::residentBytes)
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
    public Lane authors() {
        return authors;
    }

    /** For what this node was given, and what is to be in force. */
    public Lane keeper() {
        return keeper;
    }

    @PreDestroy
    void stop() {
        authors.close();
        keeper.close();
    }
}
