package dev.douane.service.identity;

import dev.douane.service.platform.Background;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** When keys were last used: noted in memory by every call, written at most once a minute, away from any call. */
@Singleton // asked with every decision: no proxy in between
class KeyUses {
    private static final Logger LOG = Logger.getLogger(KeyUses.class);

    private final KeyRows rows;
    private final Map<String, Instant> unwritten = new ConcurrentHashMap<>();

    @Inject
    KeyUses(KeyRows rows) {
        this.rows = rows;
    }

    void note(String id, Instant at) {
        unwritten.put(id, at);
    }

    @Background
    @Scheduled(every = "60s", delayed = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void writeNowAndThen() {
        write();
    }

    /** Writes down what is not written yet. */
    void write() {
        var taken = new TreeMap<String, Instant>(unwritten);
        if (taken.isEmpty()) {
            return;
        }
        taken.forEach(unwritten::remove);
        try {
            QuarkusTransaction.requiringNew().run(() -> taken.forEach(rows::used));
        } catch (RuntimeException e) {
            taken.forEach(unwritten::putIfAbsent);
            LOG.warnf(
                    "last use of %d keys is not written yet and will be tried again: %s", taken.size(), e.getMessage());
        }
    }

    void onStop(@Observes ShutdownEvent stop) {
        write();
    }
}
