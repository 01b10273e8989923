package dev.douane.bench.accuracy;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Sends one trace's calls through one budget: so many at once, each as long as its output suggests, some settled late, some never. */
final class Replay {
    /**
     * How calls are made.
     *
     * @param atOnce calls under way
     * @param microsPerToken how long a token of output takes
     * @param late the share that is settled {@code lateBy} after the call, in thousandths
     * @param never the share that is never settled, in thousandths
     */
    record Manner(int atOnce, int microsPerToken, int late, Duration lateBy, int never) {}

    private final Server server;
    private final Trace trace;
    private final String product;
    private final Manner manner;
    private final Knowing knowing;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    Replay(Server server, Trace trace, String product, Manner manner, Knowing knowing) {
        this.server = server;
        this.trace = trace;
        this.product = product;
        this.manner = manner;
        this.knowing = knowing;
    }

    /** Returns when every call was made, and settled if ever it will be. */
    void run() throws InterruptedException {
        var done = new CountDownLatch(manner.atOnce());
        try (var later = Executors.newScheduledThreadPool(4);
                var workers = Executors.newFixedThreadPool(manner.atOnce())) {
            for (int i = 0; i < manner.atOnce(); i++) {
                workers.execute(() -> {
                    try {
                        work(later);
                    } catch (RuntimeException e) {
                        failure.compareAndSet(null, e);
                    } finally {
                        done.countDown();
                    }
                });
            }
            done.await();
            later.shutdown();
            var finished = later.awaitTermination(2, TimeUnit.MINUTES);
            if (!finished) {
                throw new IllegalStateException("late settlements did not end");
            }
        }
        var failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    private void work(ScheduledExecutorService later) {
        for (int i = next.getAndIncrement();
                i < trace.calls().size() && failure.get() == null;
                i = next.getAndIncrement()) {
            var call = trace.calls().get(i);
            var decision = server.post(
                    "/v1/decisions", """
                    {"call": {"model": "%s", "operation": "chat", "inputTokens": %d, "maxOutputTokens": %d},
                     "caller": {"product": "%s", "workflow": "%s"}, "options": {"explain": "none"}}""".formatted(trace.name(), call.input(), trace.outputCap(), product, product));
            if (!Server.text(decision, "verdict").equals("allow")) {
                knowing.denied(call.cost());
                continue;
            }
            knowing.admitted(call.cost());
            pause(call.output());
            var fate = new SplittableRandom(i).nextInt(1000);
            var id = Server.text(decision, "id");
            if (fate < manner.late()) {
                var unused =
                        later.schedule(() -> settle(id, call), manner.lateBy().toMillis(), TimeUnit.MILLISECONDS);
            } else if (fate < 1000 - manner.never()) {
                settle(id, call);
            }
        }
    }

    private void settle(String id, Trace.Call call) {
        try {
            var unused = server.post(
                    "/v1/decisions/" + id + "/settlement",
                    "{\"usage\": {\"prompt_tokens\": %d, \"completion_tokens\": %d}}"
                            .formatted(call.input(), call.output()));
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void pause(int tokens) {
        try {
            TimeUnit.MICROSECONDS.sleep((long) tokens * manner.microsPerToken());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
