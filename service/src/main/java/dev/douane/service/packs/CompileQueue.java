package dev.douane.service.packs;

import dev.douane.rules.pack.PackException;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where requests that compile rules take turns, one at a time. A few may wait; who finds no room is told to come again.
 */
@ApplicationScoped
public class CompileQueue {
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final PacksConfig config;
    private final Semaphore rooms;
    private final Semaphore turn = new Semaphore(1, true);

    @Inject
    CompileQueue(PacksConfig config) {
        this.config = config;
        this.rooms = new Semaphore(config.waiting());
    }

    /** Something that compiles rules, and takes seconds. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws PackException;
    }

    /**
     * Does the work once it is its turn; the caller waits.
     *
     * @throws PackException as the work does
     * @throws ProblemException OVERLOADED where too many wait already, or the turn does not come in time
     */
    public <T> T run(Work<T> work) throws PackException {
        if (!rooms.tryAcquire()) {
            throw overloaded();
        }
        try {
            if (!turn.tryAcquire(config.waitLimit().toMillis(), TimeUnit.MILLISECONDS)) {
                throw overloaded();
            }
            try {
                return work.run();
            } finally {
                turn.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw overloaded();
        } finally {
            rooms.release();
        }
    }

    private static ProblemException overloaded() {
        return ProblemException.retryAfter(
                ProblemType.OVERLOADED, "Other rules are being compiled; come again later.", AGAIN);
    }
}
