package dev.douane.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import org.HdrHistogram.Histogram;

/**
 * So many connections, each of which asks again as soon as it was answered: how much the server can carry. Its latencies say how long a
 * caller waits at that load, not how long one waits who comes at a time of their own; {@link OpenLoop} says that.
 */
public final class ClosedLoop {
    private static final long DRAIN_NANOS = 60_000_000_000L;

    private final Target target;
    private final int connections;

    public ClosedLoop(Target target, int connections) {
        this.target = target;
        this.connections = connections;
    }

    /**
     * Runs once. Requests under way at the end are waited for, and count with the time they take: a slow server is not robbed of them.
     *
     * @throws IOException if the server closes a connection or answers no more
     */
    public Figures run(Duration time) throws IOException {
        try (var selector = Selector.open()) {
            var wires = new ArrayList<Wire>();
            try {
                for (int i = 0; i < connections; i++) {
                    wires.add(new Wire(target, selector));
                }
                return new Run(selector, System.nanoTime() + time.toNanos()).run(wires);
            } finally {
                for (var wire : wires) {
                    wire.close();
                }
            }
        }
    }

    private final class Run {
        private final Selector selector;
        private final long end;
        private final Histogram latency = Figures.histogram();
        private long errors;
        private long last;
        private int next;
        private int underWay;

        Run(Selector selector, long end) {
            this.selector = selector;
            this.end = end;
        }

        Figures run(Iterable<Wire> wires) throws IOException {
            long start = System.nanoTime();
            for (var wire : wires) {
                send(wire, start);
            }
            while (underWay > 0) {
                if (selector.select(this::ready, 1_000) == 0 && System.nanoTime() - end > DRAIN_NANOS) {
                    throw new IOException("(%d) requests were not answered".formatted(underWay));
                }
            }
            return new Figures(latency, (last - start) / 1e9, errors);
        }

        private void ready(SelectionKey key) {
            try {
                var wire = (Wire) key.attachment();
                if (wire.ready()) {
                    underWay--;
                    answered(wire, System.nanoTime());
                }
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        private void answered(Wire wire, long now) throws IOException {
            latency.recordValue(now - wire.since());
            last = now;
            if (wire.status() != 200) {
                errors++;
            }
            if (now < end) {
                send(wire, now);
            }
        }

        private void send(Wire wire, long now) throws IOException {
            wire.send(target.requests().get(next), now);
            next = (next + 1) % target.requests().size();
            underWay++;
        }
    }
}
