package dev.douane.service.packs;

import dev.douane.rules.pack.PackException;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where requests that compile rules take turns, one at a time. A few may wait; who finds no room is told to come again. Whoever
 * only reads has no room of theirs.
 */
@ApplicationScoped
public class CompileQueue {
    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final PacksConfig config;
    private final Semaphore rooms;
    private final Semaphore turn = new Semaphore(1, true);
    private final Semaphore reading = new Semaphore(1, true);

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
            return inTurn(work, config.waitLimit().toNanos(), CompileQueue::overloaded);
        } finally {
            rooms.release();
        }
    }

    /** As long as an author waits for a turn. */
    Patience patience() {
        return Patience.of(config.waitLimit());
    }

    /**
     * Does work that somebody needs who only reads. It takes no author's room, and of all readers one at a time waits for a turn, so an
     * author waits for one of them at most.
     *
     * @throws PackException as the work does
     * @throws ProblemException OVERLOADED where the turn does not come in time
     */
    <T> T read(Work<T> work, Patience patience) throws PackException {
        take(reading, patience.left(), CompileQueue::overloadedWithReads);
        try {
            return inTurn(work, patience.left(), CompileQueue::overloadedWithReads);
        } finally {
            reading.release();
        }
    }

    private <T> T inTurn(Work<T> work, long nanos, Supplier<ProblemException> late) throws PackException {
        take(turn, nanos, late);
        try {
            return work.run();
        } finally {
            turn.release();
        }
    }

    private static void take(Semaphore place, long nanos, Supplier<ProblemException> late) {
        try {
            if (!place.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                throw late.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw late.get();
        }
    }

    private static ProblemException overloaded() {
        return ProblemException.retryAfter(
                ProblemType.OVERLOADED, "Other rules are being compiled; come again later.", AGAIN);
    }

    static ProblemException overloadedWithReads() {
        return ProblemException.retryAfter(
                ProblemType.OVERLOADED,
                "Packs are being looked over or compiled for others; what is found by then is kept, so come again later.",
                AGAIN);
    }
}
