package dev.douane.rules.drl;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What kind of value a parameter of a pack has. */
public enum ParameterType {
    /** An amount of the installation's currency: {@code 0.50}. */
    MONEY("an amount such as 0.50", true),
    /** {@code 80} is compared with fractions as 0.80. */
    PERCENT("a number of percent such as 80", true),
    TIER("a tier such as standard", false),
    /** Jurisdiction groups and countries. */
    JURISDICTIONS("groups and countries such as EEA, CH", false),
    /** ISO 8601. */
    DURATION("a duration such as PT24H", true),
    STRING_SET("words such as dev, test", false),
    INTEGER("a whole number such as 800", true);

    private final String example;
    private final boolean ordered;

    ParameterType(String example, boolean ordered) {
        this.example = example;
        this.ordered = ordered;
    }

    /** As written in {@code pack.yaml}: {@code string-set}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a value looks like, for people. */
    public String example() {
        return example;
    }

    /** Whether it may have a least and a most value. */
    public boolean isOrdered() {
        return ordered;
    }

    /** Whether a value is a list of words. */
    public boolean isList() {
        return this == JURISDICTIONS || this == STRING_SET;
    }

    /** Reads {@link #word()}. */
    public static Optional<ParameterType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }
}
