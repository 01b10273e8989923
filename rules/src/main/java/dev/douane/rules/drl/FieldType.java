package dev.douane.rules.drl;

/** What kind of value a field holds. */
public enum FieldType {
    TEXT("text"),
    TEXT_SET("set of texts"),
    WHOLE("whole number"),
    DECIMAL("number"),
    YES_NO("true or false"),
    /** Written as ISO 8601 text, {@code "PT24H"}. */
    DURATION("duration");

    private final String label;

    FieldType(String label) {
        this.label = label;
    }

    /** In words for people: {@code whole number}. */
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
