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
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Lets go of those who ask, before anything stops. Readiness fails, every answer says that its connection ends with it, and only once nobody
 * has asked for a moment does the stop go on: a gateway that keeps its connections does not write into one that is just being closed. Then
 * no more connections are accepted, and each of those there are ends once no request stands on it. All that has one time: half of it at most
 * until nobody is let in any more, so that what came in last has the other half.
 */
@ApplicationScoped
public class Drain {
    private static final Duration GLANCE = Duration.ofMillis(20);

    /** What is left to those who stop behind it, if it took all its time. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(1);

    /** Of those who observe the same event: what comes once callers have been let go. */
    public static final int THEN = ObserverMethod.DEFAULT_PRIORITY + 1;

    /** Before whatever answers. */
    private static final int FIRST = 10_000;

    private static final String HEALTH = "/q/health";

    private static final Logger LOG = Logger.getLogger(Drain.class);

    private final DrainConfig config;
    private final Door door;
    private final LongSupplier nanoTime;
    private final Runnable glance;
    private volatile boolean begun;
    private volatile long beganAt;
    private volatile long askedAt;

    /** Where callers come in. */
    interface Door {
        /** Returns once no more connections are accepted. */
        void acceptNoMore();

        /**
         * Ends connections that no part of a request stands on.
         *
         * @param grace how long somebody who has just come may take to ask
         * @return whether there are any left
         */
        boolean endIdle(Duration grace);

        /**
         * Ends those that are left, whatever stands on them.
         *
         * @return how many
         */
        int endAll();
    }

    @Inject
    Drain(DrainConfig config, Connections connections) {
        this(config, of(connections), System::nanoTime, () -> LockSupport.parkNanos(GLANCE.toNanos()));
    }

    /** @param glance returns a moment later by the clock that is given */
    Drain(DrainConfig config, Door door, LongSupplier nanoTime, Runnable glance) {
        this.config = config;
        this.door = door;
        this.nanoTime = nanoTime;
        this.glance = glance;
    }

    private static Door of(Connections connections) {
        return new Door() {
            @Override
            public void acceptNoMore() {
                connections.acceptNoMore();
            }

            @Override
            public boolean endIdle(Duration grace) {
                return connections.endIdle(grace);
            }

            @Override
            public int endAll() {
                return connections.endAll();
            }
        };
    }

    void stand(@Observes Filters filters) {
        filters.register(this::pass, FIRST);
    }

    private void pass(RoutingContext call) {
        if (begun) {
            var request = call.request();
            if (!request.path().startsWith(HEALTH)) {
                asked();
            }
            call.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        call.next();
    }

    /** Somebody has asked something. */
    void asked() {
        askedAt = nanoTime.getAsLong();
    }

    /**
     * Returns once nobody can ask any more and nothing is under way, or its time is over. That is waited for by the framework.
     *
     * @param stop comes in whatever way the process is asked to end, before the framework refuses what is new
     */
    void letGo(@Observes ShutdownDelayInitiatedEvent stop) {
        beganAt = nanoTime.getAsLong();
        askedAt = beganAt;
        begun = true;
        var letIn = config.longest().dividedBy(2);
        while (nanoTime.getAsLong() - askedAt < config.quiet().toNanos() && isBefore(letIn)) {
            glance.run();
        }
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            return; // changed code is asked over the same connections
        }
        door.acceptNoMore();
        endConnections();
    }

    /** Whoever has come and says nothing has half of what is left to ask in: then there is time to answer. */
    private void endConnections() {
        var half = config.longest().minusNanos(took()).dividedBy(2);
        var grace = config.quiet().compareTo(half) < 0 ? config.quiet() : half;
        while (door.endIdle(grace)) {
            if (!isBefore(config.longest())) {
                var broken = door.endAll();
                if (broken > 0) {
                    LOG.warnf(
                            "connections with a request under way are broken off: %d. It took longer than a stop may"
                                    + " (douane.drain.longest, %s)",
                            broken, config.longest());
                }
                return;
            }
            glance.run();
        }
    }

    private boolean isBefore(Duration end) {
        return took() < end.toNanos();
    }

    private long took() {
        return nanoTime.getAsLong() - beganAt;
    }

    /** How long whatever stops behind it may take: what it did not need of its time, and a second at least. */
    Duration left() {
        var left = begun ? config.longest().minusNanos(took()) : config.longest();
        return left.compareTo(AFTERWARDS) < 0 ? AFTERWARDS : left;
    }

    /** Whether the server is on its way out. */
    boolean hasBegun() {
        return begun;
    }
}
