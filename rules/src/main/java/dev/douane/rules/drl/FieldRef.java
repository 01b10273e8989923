package dev.douane.rules.drl;

import org.jspecify.annotations.Nullable;

/**
 * A field as a rule names it: {@code usedFraction} of the pattern's own fact, or {@code $b.usedFraction} of a bound one.
 *
 * @param variable the bound fact, with its {@code $}; null for the pattern's own
 */
public record FieldRef(@Nullable String variable, FactField field, Place place) {
    /** As written: {@code $b.usedFraction}. */
    public String text() {
        return variable == null ? field.name() : variable + "." + field.name();
    }
}
