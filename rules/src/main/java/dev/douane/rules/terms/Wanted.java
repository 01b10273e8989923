package dev.douane.rules.terms;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a selector asks of one attribute.
 *
 * @param values any of these, all in one account; empty for {@link #EACH}
 */
public record Wanted(SortedSet<String> values) {
    /** The word for {@link #EACH}. */
    public static final String EACH_WORD = "each";

    /** Every value, and each has an account of its own. */
    public static final Wanted EACH = new Wanted(Collections.emptySortedSet());

    /** How many values a list may have. */
    public static final int VALUES_MAX = 100;

    /** How long a value may be. */
    public static final int LENGTH_MAX = 256;

    /** @throws IllegalArgumentException if a value is empty or too long, or there are too many */
    public Wanted {
        values = Collections.unmodifiableSortedSet(new TreeSet<>((Collection<String>) values));
        if (values.size() > VALUES_MAX) {
            throw new IllegalArgumentException(
                    "a scope may list %d values, not %d".formatted(VALUES_MAX, values.size()));
        }
        for (var value : values) {
            if (value.isEmpty() || value.length() > LENGTH_MAX) {
                throw new IllegalArgumentException("scope value must have 1 to %d characters".formatted(LENGTH_MAX));
            }
        }
    }

    /** One value, or {@value #EACH_WORD}. */
    public static Wanted of(String word) {
        return word.equals(EACH_WORD) ? EACH : new Wanted(new TreeSet<>(Collections.singleton(word)));
    }

    /** Any of these. */
    public static Wanted anyOf(Collection<String> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a scope must not list no value at all");
        }
        return new Wanted(new TreeSet<>(values));
    }

    /** Whether each value has an account of its own. */
    public boolean isEach() {
        return values.isEmpty();
    }
}
