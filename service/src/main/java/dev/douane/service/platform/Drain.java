package dev.douane.service.platform;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets go of those who ask, before anything stops. Readiness fails, every answer says that its connection ends with it, and only once nobody
 * has asked for a moment does the stop go on: a gateway that keeps its connections does not write into one that is just being closed.
 */
@ApplicationScoped
public class Drain {
    private static final Duration GLANCE = Duration.ofMillis(20);

    /** Of those who observe the same event: what comes once callers have been let go. */
    public static final int THEN = ObserverMethod.DEFAULT_PRIORITY + 1;

    /** Before whatever answers. */
    private static final int FIRST = 10_000;

    private static final String HEALTH = "/q/health";

    private final DrainConfig config;
    private volatile boolean begun;
    private volatile long askedAt;

    @Inject
    Drain(DrainConfig config) {
        this.config = config;
    }

    void stand(@Observes Filters filters) {
        filters.register(this::pass, FIRST);
    }

    private void pass(RoutingContext call) {
        if (begun) {
            var request = call.request();
            if (!request.path().startsWith(HEALTH)) {
                askedAt = System.nanoTime();
            }
            call.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        call.next();
    }

    /**
     * Returns once nobody asks any more, or it takes too long. What is under way then is waited for by the framework.
     *
     * @param stop comes in whatever way the process is asked to end, before the framework refuses what is new
     */
    void letGo(@Observes ShutdownDelayInitiatedEvent stop) {
        var began = System.nanoTime();
        askedAt = began;
        begun = true;
        while (System.nanoTime() - askedAt < config.quiet().toNanos()
                && System.nanoTime() - began < config.longest().toNanos()) {
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    /** Whether the server is on its way out. */
    boolean hasBegun() {
        return begun;
    }
}
