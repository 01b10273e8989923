package dev.douane.service.platform.limits;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.resteasy.reactive.common.core.ResteasyReactiveCallbackContext;

/** What was taken for a while, to be given back once however often it is closed: ends are told twice, and by several threads. */
public final class Taken implements AutoCloseable {
    /** Under which a call keeps the read that its filter took. */
    private static final String READ = Taken.class.getName();

    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Runnable giveBack;
    private final ConcurrentLinkedQueue<Taken> along = new ConcurrentLinkedQueue<>();

    Taken(Runnable giveBack) {
        this.giveBack = giveBack;
    }

    /**
     * Gives it back when the request has been answered or is broken off, and when nobody works on it any more: whoever hangs up frees no share of a server
     * that still works for him. An end that has come already is told to nobody, and what is taken for such a request would never be given back.
     *
     * @param work the request, as the framework takes it through filters, resource and answer
     */
    public void untilEndOf(RoutingContext call, ResteasyReactiveCallbackContext work) {
        var ends = new AtomicInteger(2);
        Runnable end = () -> {
            if (ends.decrementAndGet() == 0) {
                close();
            }
        };
        var answer = new Taken(end);
        var worker = new Taken(end);
        work.registerCompletionCallback(failure -> worker.close());
        call.addEndHandler(sentOrBrokenOff -> answer.close());
        if (call.response().closed() || call.response().ended()) {
            answer.close();
        }
    }

    /** As {@link #untilEndOf(RoutingContext, ResteasyReactiveCallbackContext)}, for what {@link #untilEndOfRead} asks about later. */
    void untilEndOfRead(RoutingContext call, ResteasyReactiveCallbackContext work) {
        call.put(READ, this);
        untilEndOf(call, work);
    }

    /**
     * Gives it back with the read that was taken for the call before its resource was asked; at once where that has ended. A resource that waited for the ends
     * itself would miss those that come before it asks.
     *
     * @throws IllegalStateException if the call has taken no read
     */
    public void untilEndOfRead(RoutingContext call) {
        if (!(call.get(READ) instanceof Taken read)) {
            throw new IllegalStateException("the call has taken no read");
        }
        read.along.add(this);
        if (!read.open.get()) {
            close();
        }
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            giveBack.run();
            along.forEach(Taken::close);
        }
    }
}
