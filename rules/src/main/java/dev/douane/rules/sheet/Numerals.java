package dev.douane.rules.sheet;

import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** How the people who wrote a sheet write numbers, and what they write between several of them. Nobody parts digits into groups. */
public enum Numerals {
    /** {@code 0.90}, and commas between values. */
    POINT('.', ','),
    /** The same, but nobody said so, and {@code 1.000} may be a thousand to whoever wrote it. */
    UNSAID('.', ','),
    /** {@code 0,90}, and semicolons between values. */
    COMMA(',', ';'),
    /** A spreadsheet's text: like {@link #UNSAID}, and there is a way to say that it is a number. */
    TEXT('.', ','),
    /** A spreadsheet's number: it is one, whatever it looks like. */
    NUMBER('.', ',');

    /** Languages in all of whose countries, but for some, a comma stands in front of the fraction. */
    private static final SortedSet<String> COMMAS = new TreeSet<>(java.util.List.of(
            "bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "lt", "lv", "nb", "nl", "pl",
            "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk", "vi"));

    private static final String POINTS = "en";

    private final char fraction;
    private final char between;

    Numerals(char fraction, char between) {
        this.fraction = fraction;
        this.between = between;
    }

    /** Stands in front of a number's fraction. */
    public char fraction() {
        return fraction;
    }

    /** Stands between the values of a cell that holds several. */
    public char between() {
        return between;
    }

    /** Whether a file of text holds them, which programs for spreadsheets read in their own manner. */
    public boolean isOfTextFile() {
        return this != TEXT && this != NUMBER;
    }

    /** Those of a language by its two letters, empty where they are not known. */
    static Optional<Numerals> of(String language) {
        var letters = language.toLowerCase(Locale.ROOT);
        if (letters.equals(POINTS)) {
            return Optional.of(POINT);
        }
        return COMMAS.contains(letters) ? Optional.of(COMMA) : Optional.empty();
    }

    /** All languages that are known, for a message. */
    static String languages() {
        return "%s, or %s for numbers with a point".formatted(String.join(", ", COMMAS), POINTS);
    }
}
