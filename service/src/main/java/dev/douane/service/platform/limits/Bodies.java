package dev.douane.service.platform.limits;

import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads bodies whole, on the event loop, up to a length and within a time: no thread waits for a sender, and nobody works on half a body. There is no timer
 * for each: those that have not arrived are looked at again and again.
 */
@Singleton // asked with every decision: no proxy in between
public class Bodies {
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

    private final Set<Reading> arriving = ConcurrentHashMap.newKeySet();
    private final Duration deadline;
    private final Refusals refusals;
    private final Vertx vertx;
    private final long timer;

    Bodies(LimitsConfig limits, Refusals refusals, Vertx vertx) {
        this.deadline = limits.bodyDeadline();
        this.refusals = refusals;
        this.vertx = vertx;
        var look = Math.min(LONGEST_LOOK.toMillis(), Math.max(1, deadline.toMillis() / 4));
        this.timer = vertx.setPeriodic(look, again -> refuseLate());
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(timer);
    }

    /**
     * Reads a body. Call it on the request's event loop, before anybody else has read of it.
     *
     * @param longest in bytes
     * @return the whole body; failed with TOO_LARGE or REQUEST_TOO_SLOW, or with INVALID_REQUEST where it broke off
     */
    public Future<Buffer> read(HttpServerRequest request, long longest) {
        var reading = new Reading(request, longest, System.nanoTime() + deadline.toNanos());
        arriving.add(reading);
        reading.begin();
        return reading.whole.future().onComplete(done -> arriving.remove(reading));
    }

    private void refuseLate() {
        var now = System.nanoTime();
        for (var reading : arriving) {
            if (now - reading.due >= 0) {
                reading.loop.runOnContext(there -> {
                    if (reading.refuse(late())) {
                        refusals.count("body-deadline");
                    }
                });
            }
        }
    }

    private ProblemException late() {
        return new ProblemException(
                ProblemType.REQUEST_TOO_SLOW,
                "The body did not arrive within %s (douane.limits.body-deadline).".formatted(deadline));
    }

    /** Why a body of that length is not read. */
    static ProblemException tooLong(long longest) {
        return new ProblemException(
                ProblemType.TOO_LARGE, "The body is longer than the %d bytes that are read here.".formatted(longest));
    }

    /** Belongs to the request's event loop. */
    private static final class Reading {
        private final HttpServerRequest request;
        private final long longest;
        private final long due;
        private final Context loop = Vertx.currentContext();
        private final Promise<Buffer> whole = Promise.promise();
        private final Buffer read = Buffer.buffer();

        Reading(HttpServerRequest request, long longest, long due) {
            this.request = request;
            this.longest = longest;
            this.due = due;
        }

        void begin() {
            request.handler(this::take)
                    .endHandler(end -> whole.tryComplete(read))
                    .exceptionHandler(broken -> refuse(new ProblemException(
                            ProblemType.INVALID_REQUEST, "The body broke off, or cannot be read.")));
            if (HttpHeaders.CONTINUE.toString().equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                request.response().writeContinue();
            }
            request.resume(); // it waits until somebody wants its body
        }

        private void take(Buffer part) {
            if (whole.future().isComplete()) {
                return; // of what was refused
            }
            if (read.length() + (long) part.length() > longest) {
                refuse(tooLong(longest));
            } else {
                read.appendBuffer(part);
            }
        }

        boolean refuse(ProblemException why) {
            return whole.tryFail(why);
        }
    }
}
