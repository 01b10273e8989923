package dev.douane.service.platform.limits;

import java.util.concurrent.atomic.AtomicLong;

/** How much of something is taken, and never more than there is. For many threads. */
final class Amount {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    Amount(long most) {
        this.most = most;
    }

    /** Takes all of it or nothing. */
    boolean take(long some) {
        if (taken.addAndGet(some) <= most) {
            return true;
        }
        giveBack(some);
        return false;
    }

    void giveBack(long some) {
        taken.addAndGet(-some);
    }

    long taken() {
        return taken.get();
    }

    long most() {
        return most;
    }
}
