package dev.douane.bench.run;

import dev.douane.bench.load.ClosedLoop;
import dev.douane.bench.load.Figures;
import dev.douane.bench.load.OpenLoop;
import dev.douane.bench.load.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** One line of a table: what is asked of which server, and the figures of its rounds. */
final class Contender {
    private static final double MICROS = 1e-3;

    private final String name;
    private final Server server;
    private final Target target;
    private final int connections;
    private final List<Round> rounds = new ArrayList<>();

    /**
     * One measurement.
     *
     * @param spent by server and database during it
     */
    record Round(Figures figures, ProcessorTime spent) {
        double perSecond() {
            return figures.perSecond();
        }

        /** Processor time of server and database for one request, in microseconds. */
        double processorMicros() {
            return micros(spent.all());
        }

        /** The server's part of it. */
        double ownMicros() {
            return micros(spent.own());
        }

        /** The database's part of it. */
        double helpersMicros() {
            return micros(spent.helpers());
        }

        private double micros(Duration time) {
            return time.toNanos() * MICROS / Math.max(1, figures.requests());
        }
    }

    /** @param connections that ask at once */
    Contender(String name, Server server, Target target, int connections) {
        this.name = name;
        this.server = server;
        this.target = target;
        this.connections = connections;
    }

    String name() {
        return name;
    }

    void warmUp(Duration time) throws IOException {
        new ClosedLoop(target, connections).run(time);
    }

    /** One more round at full load. */
    Figures round(Duration time) throws IOException {
        var before = server.processorTime();
        var figures = new ClosedLoop(target, connections).run(time);
        rounds.add(new Round(figures, server.processorTime().minus(before)));
        return figures;
    }

    Figures open(int perSecond, Duration time) throws IOException {
        return new OpenLoop(target, connections, perSecond).run(time);
    }

    /** The middle round's requests a second. */
    double perSecond() {
        var rates = new ArrayList<>(eachPerSecond());
        Collections.sort(rates);
        return rates.isEmpty() ? 0 : rates.get(rates.size() / 2);
    }

    List<Double> eachPerSecond() {
        return each(Round::perSecond);
    }

    /** A figure of each round, in their order. */
    List<Double> each(ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).boxed().toList();
    }

    /** All rounds as one. */
    Optional<Figures> together() {
        return rounds.stream().map(Round::figures).reduce(Figures::plus);
    }

    /** Processor time of server and database for one request, in microseconds. */
    double processorMicros() {
        var spent = rounds.stream().map(Round::spent).reduce(ProcessorTime.NONE, ProcessorTime::plus);
        return together().map(all -> new Round(all, spent).processorMicros()).orElse(0.0);
    }
}
