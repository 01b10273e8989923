package dev.douane.bench.run;

import dev.douane.bench.load.DiskFloor;
import dev.douane.bench.peer.Candidates;
import dev.douane.bench.peer.SameAnswers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * 60 rules and 50 deployments, all in one run and in turn: an endpoint that does nothing, decisions of three kinds, and the peer that
 * answers the same questions from the same rules.
 */
final class Compare {
    private static final int RULES = 60;
    private static final int DEPLOYMENTS = 50;
    private static final double MILLIS = 1e6;

    private final Settings settings;
    private final Report report;

    Compare(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        var world = World.write(settings.work().resolve("compare"), RULES, DEPLOYMENTS);
        try (var douane = DouaneServer.start(settings, world)) {
            report.figure("start", "first start, rules compiled", seconds(douane.start()), "s");
            Budgets.three(douane);
            Budgets.five(douane);
            if (settings.cerbos() == null) {
                report.line("without the peer: no program named by CERBOS");
                measure(world, douane, Optional.empty());
            } else {
                try (var cerbos = cerbos(settings.cerbos(), world)) {
                    checkSame(world, douane, cerbos);
                    measure(world, douane, Optional.of(cerbos));
                }
            }
            memory(douane);
        }
        starts(world);
    }

    private CerbosServer cerbos(Path program, World world) throws IOException, InterruptedException {
        return CerbosServer.start(
                program, world.directory().resolve("cerbos"), world.rules(), settings.port() + 1, DEPLOYMENTS);
    }

    private void checkSame(World world, DouaneServer douane, CerbosServer cerbos)
            throws IOException, InterruptedException {
        var agreement = new SameAnswers(world.rules(), new Candidates(world.catalog()), douane::post, cerbos::post)
                .check(world.calls().subList(0, settings.calls()));
        report.line("same answers: %d calls x %d deployments, all %d rules have a say; %.1f %% of the pairs may go"
                .formatted(
                        agreement.calls(),
                        DEPLOYMENTS,
                        agreement.rules(),
                        100.0 * agreement.let() / agreement.pairs()));
        report.json().withObject("/sameAnswers").put("calls", agreement.calls()).put("pairs", agreement.pairs());
    }

    private void measure(World world, DouaneServer douane, Optional<CerbosServer> peer) throws IOException {
        var few = settings.connections();
        var threeBudgets = douane.decide(world.requests(Budgets.THREE, "enforce"));
        var empty = new Contender("empty endpoint", douane, douane.empty(), few);
        var three = new Contender("decide, holds, 3 budgets", douane, threeBudgets, few);
        var compared = new ArrayList<>(List.of(
                new Contender("decide, advise", douane, douane.decide(world.requests(Budgets.THREE, "advise")), few),
                three,
                new Contender(
                        "decide, holds, 5 budgets",
                        douane,
                        douane.decide(world.requests(Budgets.FIVE, "enforce")),
                        few)));
        var cerbos = peer.map(server -> new Contender(
                "cerbos, 50 candidates a request",
                server,
                server.check(new Candidates(world.catalog()).requests(world.calls())),
                few));
        cerbos.ifPresent(compared::add);
        var crowds = settings.crowds().stream()
                .map(many -> new Crowd(
                        new Contender("empty endpoint, %d at once".formatted(many), douane, douane.empty(), many),
                        new Contender("decide, 3 budgets, %d at once".formatted(many), douane, threeBudgets, many)))
                .toList();
        var all = new ArrayList<Contender>();
        all.add(empty);
        all.addAll(compared);
        crowds.forEach(crowd -> all.addAll(List.of(crowd.empty(), crowd.decide())));
        for (var contender : all) {
            contender.warmUp(settings.warmUp());
        }
        for (int round = 0; round < settings.rounds(); round++) {
            for (var contender : all) {
                contender.round(settings.each());
            }
        }
        report.heading();
        all.forEach(contender -> report.closed("fullLoad", contender));
        report.line("");
        compared.forEach(contender -> ratio(contender, empty, "%", 100));
        crowds.forEach(crowd -> ratio(crowd.decide(), crowd.empty(), "%", 100));
        cerbos.ifPresent(other -> ratio(three, other, "x", 1));
        var deciding = best(three, crowds.stream().map(Crowd::decide));
        ratio(deciding, best(empty, crowds.stream().map(Crowd::empty)), "%, each at its best", 100);
        report.openHeading();
        open(empty);
        disk("the disk alone, before");
        for (var contender : compared) {
            open(contender);
        }
        disk("the disk alone, after");
    }

    /** The same number of connections for both. */
    private record Crowd(Contender empty, Contender decide) {}

    /** What a server carries does not depend on how many ask: some of these fill it. */
    private static Contender best(Contender one, Stream<Contender> others) {
        return Stream.concat(Stream.of(one), others)
                .max(Comparator.comparingDouble(Contender::perSecond))
                .orElseThrow();
    }

    private void ratio(Contender one, Contender other, String unit, int times) {
        report.figure("ratios", one.name() + " / " + other.name(), times * one.perSecond() / other.perSecond(), unit);
    }

    /** Where the rate is more than can be carried, latencies would only say for how long we looked. */
    private void open(Contender contender) throws IOException {
        if (contender.perSecond() < settings.rate()) {
            report.line("%-34s does not carry %d requests/s".formatted(contender.name(), settings.rate()));
            return;
        }
        report.open("openLoop", contender.name(), settings.rate(), contender.open(settings.rate(), settings.open()));
    }

    /** On the disk that the servers write to: what they cannot get below. */
    private void disk(String name) throws IOException {
        var floor = new DiskFloor(settings.work(), settings.rate());
        report.open("openLoop", name, settings.rate(), floor.run(settings.open()));
    }

    private void memory(DouaneServer douane) throws IOException {
        report.line("");
        report.figure("memory", "server, most ever resident", douane.peakMebibytes(), "MiB");
        report.figure("memory", "server and PostgreSQL now", douane.proportionalMebibytes(), "MiB");
    }

    /** On the data that the run has left. */
    private void starts(World world) throws IOException, InterruptedException {
        for (int round = 0; round < settings.rounds(); round++) {
            try (var again = DouaneServer.start(settings, world)) {
                report.figure("start", "start " + (round + 1) + ", rules cached", seconds(again.start()), "s");
            }
        }
    }

    private static double seconds(Duration time) {
        return time.toNanos() / MILLIS / 1_000;
    }
}
