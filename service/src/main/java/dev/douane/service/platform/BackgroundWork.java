package dev.douane.service.platform;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether work of the background may go on. It begins once the start is through, since the scheduler does not wait for what it works with. Before that is taken
 * away, what is under way is let finish and nothing more begins. So neither a slow start nor a stop has failures to tell that are none.
 */
@Singleton
class BackgroundWork {
    private static final int LAST = 10_000;

    private static final Logger LOG = Logger.getLogger(BackgroundWork.class);

    private final ReentrantReadWriteLock turns = new ReentrantReadWriteLock();
    private final Drain drain;
    private volatile boolean resting = true;

    @Inject
    BackgroundWork(Drain drain) {
        this.drain = drain;
    }

    /** After everybody else who observes the start. */
    void begin(@Observes @Priority(LAST) StartupEvent started) {
        resting = false;
    }

    /**
     * Returns once nothing is under way, or the stop has no more time for it. Nothing begins any more.
     *
     * @param stop whose observers let callers go first
     */
    void rest(@Observes @Priority(Drain.THEN) ShutdownDelayInitiatedEvent stop) throws InterruptedException {
        resting = true;
        if (!turns.writeLock().tryLock(drain.left().toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("work of the background takes too long and is broken off; it is done again after the next start");
        }
    }

    /** One round, or none where there is rest. */
    @Nullable
    Object round(Callable<@Nullable Object> work) throws Exception {
        if (resting || !turns.readLock().tryLock()) {
            return null;
        }
        try {
            return resting ? null : work.call();
        } finally {
            turns.readLock().unlock();
        }
    }

    /** Stands before every round. */
    @Background
    @Interceptor
    @Priority(Interceptor.Priority.PLATFORM_BEFORE)
    static class Turn {
        private final BackgroundWork background;

        @Inject
        Turn(BackgroundWork background) {
            this.background = background;
        }

        @AroundInvoke
        @Nullable
        Object take(InvocationContext work) throws Exception {
            return background.round(work::proceed);
        }
    }
}
