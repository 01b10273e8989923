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

/** One line of a table: what is asked of which server, and the figures of its rounds. */
final class Contender {
    private static final double MICROS = 1e-3;

    private final String name;
    private final Server server;
    private final Target target;
    private final int connections;
    private final List<Figures> rounds = new ArrayList<>();
    private Duration processorTime = Duration.ZERO;

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
        processorTime = processorTime.plus(server.processorTime()).minus(before);
        rounds.add(figures);
        return figures;
    }

    Figures open(int perSecond, Duration time) throws IOException {
        return new OpenLoop(target, connections, perSecond).run(time);
    }

    /** The middle round's requests a second. */
    double perSecond() {
        var rates = new ArrayList<>(rounds.stream().map(Figures::perSecond).toList());
        Collections.sort(rates);
        return rates.isEmpty() ? 0 : rates.get(rates.size() / 2);
    }

    List<Double> eachPerSecond() {
        return rounds.stream().map(Figures::perSecond).toList();
    }

    /** All rounds as one. */
    Optional<Figures> together() {
        return rounds.stream().reduce(Figures::plus);
    }

    /** Processor time of server and database for one request, in microseconds. */
    double processorMicros() {
        return together()
                .map(all -> processorTime.toNanos() * MICROS / Math.max(1, all.requests()))
                .orElse(0.0);
    }
}
