package dev.douane.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Requests that come when they come, whether or not earlier ones were answered: a Poisson stream at a mean rate. A request's latency
 * starts when it was due, so whatever holds up the server or this program is in the figures of everyone who had to wait for it.
 */
public final class OpenLoop {
    private static final long DRAIN_NANOS = 60_000_000_000L;

    private final Target target;
    private final int connections;
    private final double perSecond;

    /** @param connections how many requests can be under way; one more waits for its turn, and its time runs */
    public OpenLoop(Target target, int connections, double perSecond) {
        this.target = target;
        this.connections = connections;
        this.perSecond = perSecond;
    }

    /**
     * Runs once; every request that was due in {@code time} counts, however late its answer is.
     *
     * @throws IOException if the server closes a connection or answers no more
     */
    public Figures run(Duration time) throws IOException {
        try (var selector = Selector.open()) {
            var wires = new ArrayDeque<Wire>();
            for (int i = 0; i < connections; i++) {
                wires.add(new Wire(target, selector));
            }
            var all = List.copyOf(wires);
            try {
                return new Run(selector, wires, Arrivals.poisson(perSecond, time)).run(time);
            } finally {
                for (var wire : all) {
                    wire.close();
                }
            }
        }
    }

    private final class Run {
        private final Selector selector;
        private final Deque<Wire> idle;
        private final Deque<Long> due = new ArrayDeque<>();
        private final long[] arrivals;
        private final Histogram latency = Figures.histogram();
        private final long start = System.nanoTime();
        private long errors;
        private int next;
        private volatile @Nullable IOException trouble;

        Run(Selector selector, Deque<Wire> idle, long[] arrivals) {
            this.selector = selector;
            this.idle = idle;
            this.arrivals = arrivals;
        }

        Figures run(Duration time) throws IOException {
            var pacer = Thread.ofPlatform().name("pacer").daemon().start(this::pace);
            long giveUp = start + time.toNanos() + DRAIN_NANOS;
            while (latency.getTotalCount() < arrivals.length) {
                selector.select(this::ready, 1_000);
                var broken = trouble;
                if (broken != null) {
                    pacer.interrupt();
                    throw broken;
                }
                if (System.nanoTime() > giveUp) {
                    throw new IOException(
                            "(%d) requests were not answered".formatted(arrivals.length - latency.getTotalCount()));
                }
            }
            return new Figures(latency, Math.max(time.toNanos(), System.nanoTime() - start) / 1e9, errors);
        }

        /** A thread of its own: a selector's timeout counts in milliseconds, which would be most of what is measured. */
        private void pace() {
            try {
                for (var arrival : arrivals) {
                    long at = start + arrival;
                    for (long wait = at - System.nanoTime(); wait > 0; wait = at - System.nanoTime()) {
                        LockSupport.parkNanos(wait);
                        if (Thread.interrupted()) {
                            return;
                        }
                    }
                    synchronized (this) {
                        due.add(at);
                        sendDue();
                    }
                }
            } catch (IOException broken) {
                trouble = broken;
                selector.wakeup();
            }
        }

        private void ready(SelectionKey key) {
            try {
                var wire = (Wire) key.attachment();
                if (wire.ready()) {
                    latency.recordValue(System.nanoTime() - wire.since());
                    if (wire.status() != 200) {
                        errors++;
                    }
                    synchronized (this) {
                        idle.push(wire);
                        sendDue();
                    }
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        /** Under the lock: both threads come here. */
        private void sendDue() throws IOException {
            while (!due.isEmpty() && !idle.isEmpty()) {
                idle.pop().send(target.requests().get(next), due.remove());
                next = (next + 1) % target.requests().size();
            }
        }
    }
}
