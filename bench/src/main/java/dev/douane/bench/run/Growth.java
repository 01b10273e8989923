package dev.douane.bench.run;

import java.io.IOException;
import java.util.LinkedHashSet;

/** What a larger catalog and more rules cost a caller: a server for each size, with the first of the other. */
final class Growth {
    private record Size(int rules, int deployments) {}

    private final Settings settings;
    private final Report report;

    Growth(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        for (var size : sizes()) {
            measure(size);
        }
    }

    private Iterable<Size> sizes() {
        var sizes = new LinkedHashSet<Size>();
        settings.deployments()
                .forEach(deployments -> sizes.add(new Size(settings.rules().getFirst(), deployments)));
        settings.rules()
                .forEach(rules ->
                        sizes.add(new Size(rules, settings.deployments().getFirst())));
        return sizes;
    }

    private void measure(Size size) throws IOException, InterruptedException {
        var name = "%d rules, %d deployments".formatted(size.rules(), size.deployments());
        var world = World.write(
                settings.work().resolve("%d-%d".formatted(size.rules(), size.deployments())),
                size.rules(),
                size.deployments());
        try (var douane = DouaneServer.start(settings, world)) {
            Budgets.three(douane);
            var decide = new Contender(
                    name, douane, douane.decide(world.requests(Budgets.THREE, "enforce")), settings.connections());
            decide.warmUp(settings.warmUp());
            for (int round = 0; round < settings.rounds(); round++) {
                decide.round(settings.each());
            }
            report.heading();
            report.closed("fullLoad", decide);
            if (decide.perSecond() >= settings.rate()) {
                report.openHeading();
                report.open("openLoop", name, settings.rate(), decide.open(settings.rate(), settings.each()));
            }
            report.figure("memory", name + ", most ever resident", douane.peakMebibytes(), "MiB");
            report.figure("start", name + ", first start", douane.start().toMillis() / 1e3, "s");
        }
    }
}
