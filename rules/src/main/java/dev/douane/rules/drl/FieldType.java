package dev.douane.rules.drl;

/** What kind of value a field holds. */
public enum FieldType {
    TEXT("a text"),
    TEXT_SET("a set of texts"),
    WHOLE("a whole number"),
    DECIMAL("a number"),
    YES_NO("true or false"),
    /** Written as ISO 8601 text, {@code "PT24H"}. */
    DURATION("a duration");

    private final String label;

    FieldType(String label) {
        this.label = label;
    }

    /** In words for people: {@code a whole number}. */
    public String label() {
        return label;
    }

    /** Whether values have an order that {@code <} may ask for. */
    public boolean isOrdered() {
        return this == WHOLE || this == DECIMAL || this == DURATION;
    }

    /** Whether both are numbers, or both are of the same kind. */
    public boolean comparesWith(FieldType other) {
        return this == other || (isNumber() && other.isNumber());
    }

    /** Whether values are plain numbers. */
    public boolean isNumber() {
        return this == WHOLE || this == DECIMAL;
    }
}
