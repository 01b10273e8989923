package dev.douane.rules.drools;

import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.RuleFailure;
import dev.douane.rules.facts.Facts;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that wait for the next call.
 *
 * <p>Nobody waits for a session and no lock is taken: where none is free a new one is made, and where there is no room for one that comes
 * back it is closed. Safe for use by many threads.
 */
final class SessionPool implements AutoCloseable {
    private final SignedRules signed;
    private final EngineLimits limits;
    private final RuleWork work;
    private final AtomicReferenceArray<@Nullable RuleSession> idle;
    private volatile boolean closed;

    SessionPool(SignedRules signed, EngineLimits limits) {
        this.signed = signed;
        this.limits = limits;
        this.work = new RuleWork(signed);
        this.idle = new AtomicReferenceArray<>(limits.idleSessionsMax());
    }

    /** Whether these facts are few enough to be evaluated at all. */
    boolean isWithin(Facts facts) {
        return work.isWithin(facts);
    }

    /**
     * Evaluates in a session of its own, which is thrown away if anything goes wrong.
     *
     * @throws RuleFailure if a rule threw, too many fired, or the facts are more than {@link #isWithin} allows
     */
    Effects evaluate(Facts facts) {
        if (!work.isWithin(facts)) {
            throw work.failure(facts);
        }
        var session = take();
        var unharmed = false;
        try {
            var effects = session.evaluate(facts);
            unharmed = true;
            return effects;
        } finally {
            if (unharmed) {
                putBack(session);
            } else {
                session.close();
            }
        }
    }

    SignedRules signed() {
        return signed;
    }

    /** Where a thread looks first, so that threads rarely meet and mostly get the session they used last. */
    private int home() {
        long spread = (Thread.currentThread().threadId() * 0x9E3779B97F4A7C15L) >>> 32;
        return (int) (spread % idle.length());
    }

    private RuleSession take() {
        if (closed) {
            throw new IllegalStateException("these rules are closed");
        }
        int home = home();
        for (int i = 0; i < idle.length(); i++) {
            int slot = (home + i) % idle.length();
            if (idle.getPlain(slot) != null) {
                var session = idle.getAndSet(slot, null);
                if (session != null) {
                    return session;
                }
            }
        }
        return new RuleSession(signed, limits);
    }

    private void putBack(RuleSession session) {
        int home = home();
        for (int i = 0; i < idle.length(); i++) {
            int slot = (home + i) % idle.length();
            if (idle.getPlain(slot) == null && idle.compareAndSet(slot, null, session)) {
                if (closed) {
                    closeIdle();
                }
                return;
            }
        }
        session.close();
    }

    @Override
    public void close() {
        closed = true;
        closeIdle();
    }

    private void closeIdle() {
        for (int slot = 0; slot < idle.length(); slot++) {
            var session = idle.getAndSet(slot, null);
            if (session != null) {
                session.close();
            }
        }
    }
}
