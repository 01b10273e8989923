package dev.douane.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** {@code ./douane bench compare|grow|rows}: starts servers on loopback, loads them, reports, stops them. */
public final class Bench {
    private Bench() {}

    /** @param arguments the checkout, where the results go, and what to run */
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException(
                    "checkout, results and a run are needed, not %s".formatted(List.of(arguments)));
        }
        Locale.setDefault(Locale.ROOT);
        var run = arguments[2];
        var work = Files.createTempDirectory("douane-bench");
        var settings = Settings.fromEnvironment(Path.of(arguments[0]), work, Path.of(arguments[1]));
        var report = new Report(run, settings);
        report.line("logs and data, kept if this fails: " + work);
        switch (run) {
            case "compare" -> compare(settings, report);
            case "grow" -> new Growth(settings, report).run();
            case "rows" -> new Rows(settings, report).run();
            default -> throw new IllegalArgumentException("(%s) is no run".formatted(run));
        }
        report.write(settings.results());
        delete(work);
    }

    private static void compare(Settings settings, Report report) throws IOException, InterruptedException {
        if (settings.baseline() == null) {
            new Compare(settings, report).run();
        } else {
            new BeforeAndAfter(settings, settings.baseline(), report).run();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
