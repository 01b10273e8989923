package dev.douane.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * This checkout and another, one server each, on the same world and the same requests: each round asks both, one after the other, and every second round the other way round. Ratios are of rounds beside
 * each other; the middle one is the figure.
 */
final class BeforeAndAfter {
    private static final int RULES = 60;
    private static final int DEPLOYMENTS = 50;

    /** The same requests by as many callers, of both. */
    private record Pair(int connections, Contender after, Contender before) {}

    private final Settings settings;
    private final Path baseline;
    private final Report report;

    /** @param baseline the other checkout, built */
    BeforeAndAfter(Settings settings, Path baseline, Report report) {
        this.settings = settings;
        this.baseline = baseline;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        report.line("before: %s; after: %s".formatted(baseline, settings.top()));
        report.json().put("baseline", baseline.toString());
        var worldBefore = World.write(settings.work().resolve("before"), RULES, DEPLOYMENTS);
        var worldAfter = World.write(settings.work().resolve("after"), RULES, DEPLOYMENTS);
        try (var before = DouaneServer.start(baseline, settings.port(), worldBefore);
                var after = DouaneServer.start(settings.top(), settings.port() + 1, worldAfter)) {
            Budgets.three(before);
            Budgets.three(after);
            var pairs = Stream.concat(Stream.of(settings.connections()), settings.crowds().stream())
                    .map(connections -> new Pair(
                            connections,
                            contender("after", connections, after, worldAfter),
                            contender("before", connections, before, worldBefore)))
                    .toList();
            measure(pairs);
            tell(pairs);
            report.figure("memory", "before, most ever resident", before.peakMebibytes(), "MiB");
            report.figure("memory", "after, most ever resident", after.peakMebibytes(), "MiB");
        }
    }

    private static Contender contender(String name, int connections, DouaneServer server, World world) {
        return new Contender(
                "%s, 3 budgets, %d at once".formatted(name, connections),
                server,
                server.decide(world.requests(Budgets.THREE, "enforce")),
                connections);
    }

    private void measure(List<Pair> pairs) throws IOException {
        for (var pair : pairs) {
            pair.before().warmUp(settings.warmUp());
            pair.after().warmUp(settings.warmUp());
        }
        for (int round = 0; round < settings.rounds(); round++) {
            for (var pair : pairs) {
                var first = round % 2 == 0 ? pair.before() : pair.after();
                var second = round % 2 == 0 ? pair.after() : pair.before();
                first.round(settings.each());
                second.round(settings.each());
            }
        }
    }

    private void tell(List<Pair> pairs) {
        report.heading();
        for (var pair : pairs) {
            report.closed("fullLoad", pair.before());
            report.closed("fullLoad", pair.after());
        }
        report.ratiosHeading();
        for (var pair : pairs) {
            tell(pair, "requests/s", Contender.Round::perSecond);
            tell(pair, "processor time a decision", Contender.Round::processorMicros);
            tell(pair, "of it Java", Contender.Round::ownMicros);
            tell(pair, "of it PostgreSQL", Contender.Round::helpersMicros);
        }
        report.line("");
    }

    private void tell(Pair pair, String what, ToDoubleFunction<Contender.Round> figure) {
        report.ratios(
                "%s, %d at once".formatted(what, pair.connections()),
                Ratios.of(pair.after().each(figure), pair.before().each(figure)));
    }
}
