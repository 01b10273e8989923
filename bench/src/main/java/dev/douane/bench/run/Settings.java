package dev.douane.bench.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long and how hard to measure; from the environment, whose names the command's help lists.
 *
 * @param top the checkout
 * @param work where servers keep what they keep; emptied at the end
 * @param results where the JSON goes
 * @param each one measurement
 * @param connections that ask at once
 * @param crowds the same where a server is to be filled, more and more
 * @param rate of the open loop, requests a second
 * @param cerbos the peer's program; null to leave it out
 * @param baseline another checkout to compare with instead; null for none
 */
record Settings(
        Path top,
        Path work,
        Path results,
        int rounds,
        Duration each,
        Duration warmUp,
        Duration open,
        int connections,
        List<Integer> crowds,
        int rate,
        int port,
        int calls,
        List<Integer> deployments,
        List<Integer> rules,
        List<Integer> rows,
        @Nullable Path cerbos,
        @Nullable Path baseline) {
    /** Runs of less than that show that everything works, and no speed. */
    private static final int SHORT = 5;

    static Settings fromEnvironment(Path top, Path work, Path results) {
        int each = number("SECONDS_EACH", 15);
        var brief = each < SHORT;
        return new Settings(
                top,
                work,
                results,
                number("ROUNDS", brief ? 1 : 3),
                Duration.ofSeconds(each),
                Duration.ofSeconds(number("SECONDS_WARM_UP", brief ? each : 20)),
                Duration.ofSeconds(number("SECONDS_OPEN", brief ? each : 60)),
                number("CONNECTIONS", 64),
                numbers("MANY_CONNECTIONS", "256,1024"),
                number("RATE", 1_000),
                number("PORT", 18_091),
                number("CALLS", 1_000),
                numbers("DEPLOYMENTS", brief ? "50,1000" : "50,1000,10000"),
                numbers("RULES", brief ? "60" : "60,200,1000"),
                numbers("ROWS", brief ? "10000,30000" : "100000,1000000,10000000"),
                path("CERBOS"),
                path("BASELINE"));
    }

    private static @Nullable Path path(String name) {
        var set = System.getenv(name);
        return set == null || set.isBlank() ? null : Path.of(set.strip());
    }

    private static int number(String name, int otherwise) {
        var set = System.getenv(name);
        return set == null || set.isBlank() ? otherwise : Integer.parseInt(set.strip());
    }

    private static List<Integer> numbers(String name, String otherwise) {
        var set = System.getenv(name);
        return Arrays.stream((set == null || set.isBlank() ? otherwise : set).split(","))
                .map(word -> Integer.valueOf(word.strip()))
                .toList();
    }
}
