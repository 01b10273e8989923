package dev.douane.bench.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.douane.bench.load.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What a run came to: lines for people as they come, one JSON document at the end. */
final class Report {
    private static final JsonMapper JSON = new JsonMapper();
    private static final double MILLIS = 1_000;

    private final ObjectNode document = JSON.createObjectNode();
    private final String run;

    /** @param run the command's name */
    Report(String run, Settings settings) throws IOException {
        this.run = run;
        document.put("run", run);
        document.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        var machine = document.putObject("machine");
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        machine.put("processor", first(Path.of("/proc/cpuinfo"), "model name"));
        machine.put("memory", first(Path.of("/proc/meminfo"), "MemTotal"));
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        machine.put("loadBefore", first(Path.of("/proc/loadavg"), ""));
        document.put("commit", System.getenv().getOrDefault("COMMIT", "unknown"));
        var how = document.putObject("settings");
        how.put("rounds", settings.rounds());
        how.put("secondsEach", settings.each().toSeconds());
        how.put("secondsWarmUp", settings.warmUp().toSeconds());
        how.put("secondsOpen", settings.open().toSeconds());
        how.put("connections", settings.connections());
        settings.crowds().forEach(how.putArray("manyConnections")::add);
        how.put("openRate", settings.rate());
        line("%s at %s, commit %s, %s"
                .formatted(
                        run,
                        document.path("at").asText(),
                        document.path("commit").asText(),
                        machine));
    }

    private static String first(Path file, String start) throws IOException {
        if (!Files.isReadable(file)) {
            return "unknown";
        }
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(start))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        }
    }

    /** Where figures go that have no line of their own. */
    ObjectNode json() {
        return document;
    }

    void line(String line) {
        System.out.println(line);
        System.out.flush();
    }

    void heading() {
        line("");
        line("%-34s %9s %8s %8s %9s %9s  %s"
                .formatted("at full load", "req/s", "p50 ms", "p99 ms", "cpu µs", "errors", "rounds"));
    }

    /** A contender's rounds, as one line and as one object of {@code section}. */
    void closed(String section, Contender contender) {
        var all = contender.together().orElseThrow();
        line("%-34s %9.0f %8.2f %8.2f %9.0f %9d  %s"
                .formatted(
                        contender.name(),
                        contender.perSecond(),
                        all.micros(50) / MILLIS,
                        all.micros(99) / MILLIS,
                        contender.processorMicros(),
                        all.errors(),
                        String.join(
                                " ",
                                contender.eachPerSecond().stream()
                                        .map(rate -> "%.0f".formatted(rate))
                                        .toList())));
        var object = document.withArray("/" + section).addObject();
        object.put("name", contender.name());
        object.put("perSecond", Math.round(contender.perSecond()));
        object.put("processorMicros", Math.round(contender.processorMicros()));
        var rounds = object.putArray("rounds");
        contender.eachPerSecond().forEach(rate -> rounds.add(Math.round(rate)));
        latencies(object, all);
    }

    /** An open loop's latencies. */
    void open(String section, String name, int rate, Figures figures) {
        line("%-34s %9d %8.2f %8.2f %9.2f %9.2f  errors %d"
                .formatted(
                        name,
                        rate,
                        figures.micros(50) / MILLIS,
                        figures.micros(99) / MILLIS,
                        figures.micros(99.9) / MILLIS,
                        figures.maxMicros() / MILLIS,
                        figures.errors()));
        var object = document.withArray("/" + section).addObject();
        object.put("name", name);
        object.put("rate", rate);
        latencies(object, figures);
    }

    void openHeading() {
        line("");
        line("%-34s %9s %8s %8s %9s %9s"
                .formatted("open loop, from when it was due", "req/s", "p50 ms", "p99 ms", "p99.9 ms", "max ms"));
    }

    private static void latencies(ObjectNode object, Figures figures) {
        object.put("requests", figures.requests());
        object.put("errors", figures.errors());
        var micros = object.putObject("latencyMicros");
        for (var percentile : List.of(50.0, 90.0, 99.0, 99.9)) {
            micros.put(
                    "p" + (percentile == 99.9 ? "99.9" : Integer.toString(percentile.intValue())),
                    Math.round(figures.micros(percentile)));
        }
        micros.put("max", Math.round(figures.maxMicros()));
    }

    void ratiosHeading() {
        line("");
        line("%-48s %7s %7s %7s".formatted("after / before, of rounds beside each other", "middle", "least", "most"));
    }

    /** How two compare. */
    void ratios(String name, Ratios ratios) {
        line("%-48s %7.3f %7.3f %7.3f".formatted(name, ratios.middle(), ratios.least(), ratios.most()));
        var object = document.withArray("/ratios").addObject();
        object.put("name", name);
        object.put("middle", thousandths(ratios.middle()));
        object.put("least", thousandths(ratios.least()));
        object.put("most", thousandths(ratios.most()));
    }

    private static double thousandths(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }

    /** A figure of its own. */
    void figure(String section, String name, double value, String unit) {
        line("%-34s %9.2f %s".formatted(name, value, unit));
        document.withObject("/" + section).put(name + " (" + unit + ")", Math.round(value * 100) / 100.0);
    }

    /** Writes the JSON document. */
    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        var file = directory.resolve(run + "-" + document.path("at").asText().replace(":", "") + ".json");
        Files.writeString(file, document.toPrettyString() + "\n");
        line("");
        line("written to " + file);
    }
}
