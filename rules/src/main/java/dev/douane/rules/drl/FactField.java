package dev.douane.rules.drl;

/**
 * One field that a rule may look at.
 *
 * @param name as a rule writes it; {@code classes.empty} is a field like any other
 * @param words which words it holds, {@link WordKind#FREE} for fields that hold no text
 * @param mayBeMissing whether it may be {@code null}
 * @param meaning one line for authors
 */
public record FactField(Fact fact, String name, FieldType type, WordKind words, boolean mayBeMissing, String meaning) {
    /** {@code Budget.pace}. */
    public String qualified() {
        return fact.word() + "." + name;
    }

    /** Whether values have an order: numbers, durations, and dates, which compare as text. */
    public boolean isOrdered() {
        return type.isOrdered() || words == WordKind.DATE;
    }
}
