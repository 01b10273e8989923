package dev.douane.rules.analysis;

/**
 * A set of values of one field, within all that the field may hold. A missing value is a value like any other here.
 *
 * <p>Sets that are combined must be of the same field.
 */
sealed interface Values permits WordValues, NumberValues {
    /** What is in both. */
    Values and(Values other);

    /** What is in at least one. */
    Values or(Values other);

    /** What the field may hold besides. */
    Values not();

    boolean isEmpty();

    /** Whether everything in here is in the other too. */
    default boolean isWithin(Values other) {
        return and(other.not()).isEmpty();
    }

    /** Whether a constraint that asks for these asks for nothing. */
    default boolean isEverything() {
        return not().isEmpty();
    }

    /** For people: {@code "high" or "critical"}, {@code at least 0.8}. */
    String describe();
}
