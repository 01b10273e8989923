package dev.douane.rules.drl;

import java.util.Set;

/**
 * One field that a rule may look at.
 *
 * @param name as a rule writes it; {@code classes.empty} is a field like any other
 * @param words which words it holds, {@link WordKind#FREE} for fields that hold no text
 * @param mayBeMissing whether it may be {@code null}
 * @param meaning one line for authors
 */
public record FactField(Fact fact, String name, FieldType type, WordKind words, boolean mayBeMissing, String meaning) {
    private static final Set<String> NEVER_ZERO = Set.of("Call.n", "Call.maxOutputTokens", "Clock.dayOfMonth");

    /** {@code Budget.pace}. */
    public String qualified() {
        return fact.word() + "." + name;
    }

    /** Whether values have an order: numbers, durations, and dates, which compare as text. */
    public boolean isOrdered() {
        return type.isOrdered() || words == WordKind.DATE;
    }

    /** Whether it counts something: a whole number from 0. */
    public boolean isCount() {
        return type == FieldType.WHOLE;
    }

    /** Whether it is a count that may be 0; completions, caps and days of a month are not. */
    public boolean mayBeZero() {
        return isCount() && !NEVER_ZERO.contains(qualified());
    }

    /** Whether its text may be longer than an effect's word: a scope names several values. */
    public boolean mayBeLong() {
        return qualified().equals("Budget.scope");
    }
}
