package dev.douane.rules.analysis;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A place between numbers: just below or just above one.
 *
 * @param value null for the place below all numbers
 */
record Cut(@Nullable BigDecimal value, boolean above) implements Comparable<Cut> {
    static final Cut LOWEST = new Cut(null, false);

    Cut {
        value = value == null ? null : value.stripTrailingZeros();
    }

    static Cut below(BigDecimal value) {
        return new Cut(value, false);
    }

    static Cut above(BigDecimal value) {
        return new Cut(value, true);
    }

    @Override
    public int compareTo(Cut other) {
        if (value == null || other.value == null) {
            return Boolean.compare(value != null, other.value != null);
        }
        int byValue = value.compareTo(other.value);
        return byValue == 0 ? Boolean.compare(above, other.above) : byValue;
    }
}
