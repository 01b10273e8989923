package dev.douane.service.platform.limits;

import java.util.concurrent.atomic.AtomicBoolean;

/** What was taken for a while, to be given back once however often it is closed: ends are told twice, and by several threads. */
public final class Taken implements AutoCloseable {
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Runnable giveBack;

    Taken(Runnable giveBack) {
        this.giveBack = giveBack;
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            giveBack.run();
        }
    }
}
