package dev.douane.service.platform;

import dev.douane.service.platform.limits.Connections;
import io.quarkus.runtime.LaunchMode;
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
 * has asked for a moment does the stop go on: a gateway that keeps its connections does not write into one that is just being closed. Then
 * no more connections are accepted, and each of those there are ends once no request stands on it.
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
    private final Connections connections;
    private volatile boolean begun;
    private volatile long askedAt;

    @Inject
    Drain(DrainConfig config, Connections connections) {
        this.config = config;
        this.connections = connections;
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
     * Returns once nobody can ask any more, or what is asked takes too long. That is waited for by the framework.
     *
     * @param stop comes in whatever way the process is asked to end, before the framework refuses what is new
     */
    void letGo(@Observes ShutdownDelayInitiatedEvent stop) {
        var began = System.nanoTime();
        askedAt = began;
        begun = true;
        while (System.nanoTime() - askedAt < config.quiet().toNanos() && !isLong(began)) {
            LockSupport.parkNanos(GLANCE.toNanos());
        }
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            return; // changed code is asked over the same connections
        }
        connections.acceptNoMore();
        var closed = System.nanoTime();
        while (connections.endIdle(config.quiet()) && !isLong(closed)) {
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    private boolean isLong(long since) {
        return System.nanoTime() - since >= config.longest().toNanos();
    }

    /** Whether the server is on its way out. */
    boolean hasBegun() {
        return begun;
    }
}
