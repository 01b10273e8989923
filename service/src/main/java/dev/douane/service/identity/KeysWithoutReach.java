package dev.douane.service.identity;

import dev.douane.service.platform.Background;
import dev.douane.service.platform.TimeSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/** How many keys may ask for anybody, whoever made them: counted every ten seconds, told by readiness and as a metric. */
@ApplicationScoped
class KeysWithoutReach {
    private static final Logger LOG = Logger.getLogger(KeysWithoutReach.class);

    private final KeyRows rows;
    private final TimeSource time;
    private volatile OptionalLong last = OptionalLong.empty();

    @Inject
    KeysWithoutReach(KeyRows rows, TimeSource time, MeterRegistry registry) {
        this.rows = rows;
        this.time = time;
        Gauge.builder(
                        "douane.keys.without.reach",
                        this,
                        keys -> keys.last.isPresent() ? keys.last.getAsLong() : Double.NaN)
                .description("keys in use that may ask for decisions for anybody; NaN before they were first counted")
                .register(registry);
    }

    /** As they were counted last; empty before the first time. */
    OptionalLong last() {
        return last;
    }

    @Background
    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void count() {
        try {
            last = OptionalLong.of(QuarkusTransaction.requiringNew().call(() -> rows.withoutReach(time.now())));
        } catch (RuntimeException e) {
            LOG.debugf(
                    "keys without reach are not counted, tried again: %s",
                    e.getMessage()); // readiness tells of the database
        }
    }
}
