package dev.douane.service.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * One case: what is done, step by step, and what must come of it. The README beside the cases says what the members mean.
 *
 * @param file its name without the ending
 * @param steps an array
 */
record BudgetCase(String file, String title, JsonNode steps) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Where the cases lie: beside the repository, or where {@code DOUANE_SHARED} points. */
    static Path folder() {
        var named = System.getenv("DOUANE_SHARED");
        return (named == null ? root().resolveSibling("shared") : Path.of(named))
                .resolve("cases")
                .resolve("budgets");
    }

    private static Path root() {
        var root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("policy-packs")) && root.getParent() != null) {
            root = root.getParent();
        }
        return root;
    }

    static boolean areThere() {
        return Files.isDirectory(folder());
    }

    /** All of them: those of today by name, then those that set the clock, by when they set it to. */
    static List<BudgetCase> all() {
        try (var files = Files.newDirectoryStream(folder(), "*.json")) {
            return StreamSupport.stream(files.spliterator(), false)
                    .map(BudgetCase::read)
                    .sorted(Comparator.comparing(BudgetCase::clock, Comparator.nullsFirst(Comparator.naturalOrder()))
                            .thenComparing(BudgetCase::file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BudgetCase read(Path file) {
        try {
            var json = JSON.readTree(inTodaysWords(Files.readString(file)));
            return new BudgetCase(
                    file.getFileName().toString().replace(".json", ""),
                    json.path("title").asText(),
                    json.path("steps"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable Instant clock() {
        for (var step : steps) {
            if (step.path("do").asText().equals("CLOCK")) {
                return Instant.parse(step.path("to").asText());
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return file.substring(0, 2) + " " + title;
    }

    /** The cases were written when two members had other names. */
    private static String inTodaysWords(String json) {
        return json.replace("\"hardness\":", "\"enforcement\":").replace("\"starter\":", "\"default\":");
    }
}
