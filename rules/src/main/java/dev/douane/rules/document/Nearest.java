package dev.douane.rules.document;

import dev.douane.rules.catalog.Spelling;
import java.util.Collection;
import java.util.Comparator;

/** Guesses which known word a misspelt one was meant to be. */
public final class Nearest {
    /** Longer than any name; nobody misspelt this much. */
    private static final int LONGEST = 200;

    private Nearest() {}

    /** A line such as {@code Maybe gpt-5-mini?}, or an empty one where nothing known is close. */
    public static String maybe(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return "";
        }
        return known.stream()
                .filter(candidate -> Spelling.distance(word, candidate) <= Math.max(2, word.length() / 4))
                .min(Comparator.<String>comparingInt(candidate -> Spelling.distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .map("Maybe %s?"::formatted)
                .orElse("");
    }
}
