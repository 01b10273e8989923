package dev.douane.rules.oracle;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tasks by chance: every word of the pages, words that nearly are one, and words that nobody knows. */
final class ArbitraryTasks {
    private static final List<String> CLASSES = Stream.of(CostTier.FRONTIER_CLASSES, CostTier.CAPPED_CLASSES)
            .flatMap(classes -> classes.stream().sorted())
            .toList();
    private static final List<String> WORDS = words(TaskWords.WORDS);
    private static final List<String> BEGINNINGS = words(TaskWords.BEGINNINGS);
    private static final List<String> ENDINGS = words(TaskWords.ENDINGS);
    private static final List<String> ALL = Stream.of(CLASSES, WORDS, BEGINNINGS, ENDINGS, TaskWords.QUERIES)
            .flatMap(List::stream)
            .toList();
    private static final List<String> UNKNOWN =
            List.of("write-limericks", "task", "-", "embed", "embedding", "embed-documents-nightly", "null", "x");

    private final Lots lots;

    ArbitraryTasks(Lots lots) {
        this.lots = lots;
    }

    /** A class as any classification pack may give it. */
    String workloadClass() {
        return lots.chance(90) ? lots.one(CLASSES) : lots.one(UNKNOWN);
    }

    @Nullable
    String task(boolean embedding) {
        if (embedding && lots.chance(40)) {
            return lots.one(TaskWords.QUERIES);
        }
        int lot = lots.below(100);
        if (lot < 8) {
            return null;
        } else if (lot < 30) {
            return lots.one(CLASSES);
        } else if (lot < 58) {
            return lots.one(WORDS);
        } else if (lot < 63) {
            return lots.one(TaskWords.QUERIES);
        } else if (lot < 71) {
            return lots.one(BEGINNINGS) + lots.one("", "letter", "-", "tickets-daily");
        } else if (lot < 80) {
            return lots.one("", "ticket", "-", "daily-tickets") + lots.one(ENDINGS);
        } else if (lot < 85) {
            return lots.one(BEGINNINGS) + lots.one("", "it") + lots.one(ENDINGS);
        } else if (lot < 95) {
            return nearly(lots.one(ALL));
        }
        return lots.one(UNKNOWN);
    }

    private String nearly(String word) {
        int at = lots.below(word.length());
        return switch (lots.below(6)) {
            case 0 -> word.substring(0, at) + word.substring(at + 1);
            case 1 -> word.toUpperCase(Locale.ROOT);
            case 2 -> word.replace('-', lots.one('_', ' '));
            case 3 -> word.replace("-", "");
            case 4 -> word + lots.one(" ", "-", "s", "-2");
            default -> lots.one(" ", "-", "my-", "re") + word;
        };
    }

    private static List<String> words(List<TaskWords.Row> rows) {
        return rows.stream().flatMap(row -> row.words().stream()).toList();
    }
}
