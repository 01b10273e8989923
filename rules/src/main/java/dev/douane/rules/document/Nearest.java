package dev.douane.rules.document;

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
                .filter(candidate -> distance(word, candidate) <= Math.max(2, word.length() / 4))
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .map("Maybe %s?"::formatted)
                .orElse("");
    }

    /** Levenshtein's: letters to insert, drop or replace. Case does not count. */
    private static int distance(String a, String b) {
        var above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            var row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                var same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                row[j] = Math.min(Math.min(row[j - 1], above[j]) + 1, above[j - 1] + (same ? 0 : 1));
            }
            above = row;
        }
        return above[b.length()];
    }
}
