package dev.douane.rules.oracle;

import dev.douane.rules.decide.Effect.Classify;
import dev.douane.rules.facts.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The page {@code workload-classification.md}. */
final class WorkloadClassification {
    private WorkloadClassification() {}

    static PackOracle pack() {
        var laws = new ArrayList<Law>();
        laws.addAll(embeddings());
        TaskWords.WORDS.forEach(row -> laws.addAll(laws(row, String::equals)));
        TaskWords.BEGINNINGS.forEach(row -> laws.addAll(laws(row, String::startsWith)));
        TaskWords.ENDINGS.forEach(row ->
                laws.addAll(laws(row, (task, ending) -> task.endsWith(ending) && !startsWithAnyOfTheBeginnings(task))));
        return new PackOracle("workload-classification", laws);
    }

    private static List<Law> embeddings() {
        return List.of(
                Law.of(
                        "CLS-001",
                        facts -> embedding(facts) && neitherQueriesNorDocuments(facts),
                        new Classify("embed-documents")),
                Law.of(
                        "CLS-002",
                        facts -> embedding(facts) && task(facts) != null && TaskWords.QUERIES.contains(task(facts)),
                        new Classify("embed-query")));
    }

    private static boolean neitherQueriesNorDocuments(Facts facts) {
        var task = task(facts);
        return task == null
                || !(task.equals("embed-documents") || task.equals("embed-query") || TaskWords.QUERIES.contains(task));
    }

    /** One for each word of the row, of calls that embed nothing. */
    private static List<Law> laws(TaskWords.Row row, BiPredicate<String, String> fits) {
        var laws = new ArrayList<Law>();
        for (int i = 0; i < row.words().size(); i++) {
            var word = row.words().get(i);
            laws.add(Law.of(
                    "CLS-" + (row.first() + i),
                    facts -> !embedding(facts) && task(facts) != null && fits.test(task(facts), word),
                    new Classify(row.workloadClass())));
        }
        return laws;
    }

    private static boolean startsWithAnyOfTheBeginnings(String task) {
        return TaskWords.BEGINNINGS.stream()
                .flatMap(row -> row.words().stream())
                .anyMatch(task::startsWith);
    }

    private static boolean embedding(Facts facts) {
        return facts.call().operation().equals("embedding");
    }

    private static @Nullable String task(Facts facts) {
        return facts.workload().task();
    }
}
