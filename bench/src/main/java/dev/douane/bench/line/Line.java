package dev.douane.bench.line;

import dev.douane.bench.run.DouaneServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jacoco.core.tools.ExecFileLoader;

/**
 * {@code ./douane line}: the source files that one warm, plain decision runs through. A file is on the line if a line of it ran in every window in which a decision was asked and in none of those in which nothing was.
 */
public final class Line {
    private static final int WARM_UP = 300;
    private static final int WINDOWS = 20;

    /** Longer than what comes round every second takes to come round. */
    private static final Duration WINDOW = Duration.ofMillis(1_200);

    private static final int PORT = 18_097;
    private static final Path PAGE = Path.of("docs", "architecture.md");

    private Line() {}

    /** @param arguments the checkout; {@code --write} puts the table into the page, {@code --check} compares it with the page and ends with 1 where it may not be so */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0
                || !Set.of("--write", "--check").containsAll(List.of(arguments).subList(1, arguments.length))) {
            throw new IllegalArgumentException(
                    "a checkout is needed, and perhaps --write or --check, not %s".formatted(List.of(arguments)));
        }
        Locale.setDefault(Locale.ROOT);
        var checkout = Path.of(arguments[0]);
        var flags =
                Set.of(arguments).stream().filter(each -> each.startsWith("--")).toList();
        var work = Files.createTempDirectory("douane-line");
        var table = measure(checkout, work);
        System.out.println(table.markdown());
        var page = checkout.resolve(PAGE);
        if (flags.contains("--write")) {
            Files.writeString(page, table.writtenInto(Files.readString(page)));
            System.out.println("written to " + page);
        }
        var faults =
                flags.contains("--check") ? table.against(Files.readString(page), Ceilings.NOW) : List.<String>of();
        faults.forEach(System.err::println);
        delete(work);
        if (!faults.isEmpty()) {
            System.exit(1);
        }
    }

    private static LineTable measure(Path checkout, Path work) throws IOException, InterruptedException {
        var coverage = Coverage.in(work.resolve("jacoco"), PORT + 1);
        var world = PlainScene.write(work.resolve("plain"));
        var asked = new ArrayList<ExecFileLoader>();
        var idle = new ArrayList<ExecFileLoader>();
        try (var server = DouaneServer.start(checkout, PORT, world, Map.of("DOUANE_JAVA_OPTS", coverage.flag()))) {
            server.budget("plain", "{}");
            for (int i = 0; i < WARM_UP; i++) {
                server.post("/v1/decisions", PlainScene.QUESTION);
            }
            for (int i = 0; i < WINDOWS; i++) {
                idle.add(window(coverage, () -> {}));
                asked.add(window(coverage, () -> server.post("/v1/decisions", PlainScene.QUESTION)));
            }
        }
        return LineTable.of(checkout, Window.always(lines(coverage, asked), lines(coverage, idle)));
    }

    /** What happens in a window, beside what happens by itself. */
    private interface Act {
        void happen() throws IOException, InterruptedException;
    }

    private static ExecFileLoader window(Coverage coverage, Act act) throws IOException, InterruptedException {
        var unused = coverage.look();
        Thread.sleep(WINDOW.dividedBy(2));
        act.happen();
        Thread.sleep(WINDOW.dividedBy(2));
        return coverage.look();
    }

    private static List<Window> lines(Coverage coverage, List<ExecFileLoader> looks) throws IOException {
        var windows = new ArrayList<Window>();
        for (var look : looks) {
            windows.add(coverage.lines(look));
        }
        return windows;
    }

    private static void delete(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
