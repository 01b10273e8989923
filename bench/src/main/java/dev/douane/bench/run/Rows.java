package dev.douane.bench.run;

import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;

/** What the decisions already in the log cost the next one: a log that grows between measurements. */
final class Rows {
    private static final int RULES = 60;
    private static final int DEPLOYMENTS = 50;

    private final Settings settings;
    private final Report report;

    Rows(Settings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    void run() throws IOException, InterruptedException, SQLException {
        var world = World.write(settings.work().resolve("rows"), RULES, DEPLOYMENTS);
        DouaneServer.letDatabaseListen(settings, world);
        try (var douane = DouaneServer.start(settings, world)) {
            Budgets.three(douane);
            var requests = world.requests(Budgets.THREE, "enforce");
            new Contender("warm-up", douane, douane.decide(requests), settings.connections()).warmUp(settings.warmUp());
            try (var connection = DriverManager.getConnection(douane.databaseUrl(), douane.databaseLogin())) {
                var log = new GrownLog(connection, settings.work(), report);
                for (var rows : settings.rows()) {
                    log.growTo(rows);
                    measure(
                            rows,
                            new Contender(
                                    "%,d decisions in the log".formatted(rows),
                                    douane,
                                    douane.decide(requests),
                                    settings.connections()));
                }
            }
            report.figure("memory", "server, most ever resident", douane.peakMebibytes(), "MiB");
        }
    }

    private void measure(int rows, Contender decide) throws IOException {
        for (int round = 0; round < settings.rounds(); round++) {
            decide.round(settings.each());
        }
        report.heading();
        report.closed("fullLoad", decide);
        if (decide.perSecond() >= settings.rate()) {
            report.openHeading();
            report.open(
                    "openLoop",
                    "%,d decisions in the log".formatted(rows),
                    settings.rate(),
                    decide.open(settings.rate(), settings.each()));
        }
    }
}
