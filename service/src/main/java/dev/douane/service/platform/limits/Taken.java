package dev.douane.service.platform.limits;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;

/** What was taken for a while, to be given back once however often it is closed: ends are told twice, and by several threads. */
public final class Taken implements AutoCloseable {
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Runnable giveBack;

    Taken(Runnable giveBack) {
        this.giveBack = giveBack;
    }

    /**
     * Gives it back when the request has been answered or is broken off. At once where that was before: nobody is told of an end that has
     * come already, and what is taken for such a request would never be given back.
     */
    public void untilEndOf(RoutingContext call) {
        call.addEndHandler(sentOrBrokenOff -> close());
        if (call.response().closed() || call.response().ended()) {
            close();
        }
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            giveBack.run();
        }
    }
}
