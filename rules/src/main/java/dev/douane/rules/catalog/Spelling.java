package dev.douane.rules.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How much two spellings of one name may differ, and how far two names are apart. */
public final class Spelling {
    private static final Pattern DAY = Pattern.compile("(?<![0-9])(20[0-9]{2})-([01][0-9])-([0-3][0-9])(?![0-9])");

    /** Longer than any name; nobody misspelt this much. */
    private static final int LONGEST = 200;

    private Spelling() {}

    /**
     * What spellings of one name have in common: capitals do not count, a dot or an underscore between digits is a dash, {@code @} is a dash,
     * and a day has no dashes. Nothing is left out: names that differ in a word, a number or a date stay apart.
     */
    static String folded(String name) {
        var folded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            folded.append(c == '@' || ((c == '.' || c == '_') && isBetweenDigits(name, i)) ? '-' : c);
        }
        var text = folded.toString().toLowerCase(Locale.ROOT);
        return text.contains("20") ? DAY.matcher(text).replaceAll("$1$2$3") : text;
    }

    private static boolean isBetweenDigits(String name, int i) {
        return i > 0 && i + 1 < name.length() && isDigit(name.charAt(i - 1)) && isDigit(name.charAt(i + 1));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The known word that a misspelt one was meant to be; empty where none is close. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= Math.max(2, word.length() / 4))
                .min(byDistance(word));
    }

    /** The nearest word first. */
    public static Comparator<String> byDistance(String word) {
        return Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder());
    }

    /** Levenshtein's distance: letters to insert, drop or replace. Case does not count. */
    public static int distance(String a, String b) {
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
