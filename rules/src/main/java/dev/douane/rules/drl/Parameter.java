package dev.douane.rules.drl;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value that a pack leaves to be set where it is put in force.
 *
 * @param name as rules write it after {@code params.}: letters and digits, beginning with a small letter
 * @param description one line for who sets it
 * @param byDefault what holds where nothing else is set
 * @param least the least value allowed, null for any; only for ordered types
 * @param most the most allowed, null for any; only for ordered types
 */
public record Parameter(
        String name,
        ParameterType type,
        String description,
        ParameterValue byDefault,
        @Nullable ParameterValue least,
        @Nullable ParameterValue most) {
    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,63}");

    /** @throws IllegalArgumentException saying what is wrong */
    public Parameter {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "parameter (%s) must be named in letters and digits, beginning with a small letter"
                            .formatted(name));
        }
        if (description.isBlank()) {
            throw new IllegalArgumentException("parameter (%s) must have a description".formatted(name));
        }
        if (!type.isOrdered() && (least != null || most != null)) {
            throw new IllegalArgumentException(
                    "parameter (%s) is of type %s, which has no min and no max".formatted(name, type.word()));
        }
        check(name, byDefault, least, most);
    }

    /**
     * Declares a parameter from what is written in {@code pack.yaml}.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static Parameter declared(
            String name,
            ParameterType type,
            String description,
            String byDefault,
            @Nullable String min,
            @Nullable String max) {
        return new Parameter(
                name,
                type,
                description,
                read(name, type, byDefault),
                min == null ? null : read(name, type, min),
                max == null ? null : read(name, type, max));
    }

    private static ParameterValue read(String name, ParameterType type, String text) {
        try {
            return ParameterValue.read(type, text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("parameter (%s): %s".formatted(name, e.getMessage()), e);
        }
    }

    /**
     * Reads a value that is set in place of the default.
     *
     * @throws IllegalArgumentException if it is not of the type, or not between least and most
     */
    public ParameterValue valueOf(String text) {
        var value = read(name, type, text);
        check(name, value, least, most);
        return value;
    }

    /**
     * The one spelling of a value that is set in place of the default.
     *
     * @throws IllegalArgumentException as {@link #valueOf}
     */
    public String spelled(String text) {
        return ParameterValue.spelled(type, valueOf(text));
    }

    /** The one spelling of the default. */
    public String defaultSpelled() {
        return ParameterValue.spelled(type, byDefault);
    }

    private static void check(
            String name, ParameterValue value, @Nullable ParameterValue least, @Nullable ParameterValue most) {
        if (least != null && order(value).compareTo(order(least)) < 0) {
            throw new IllegalArgumentException(
                    "parameter (%s) is %s, and must be at least %s".formatted(name, value.shown(), least.shown()));
        }
        if (most != null && order(value).compareTo(order(most)) > 0) {
            throw new IllegalArgumentException(
                    "parameter (%s) is %s, and must be at most %s".formatted(name, value.shown(), most.shown()));
        }
    }

    private static BigDecimal order(ParameterValue value) {
        return switch (value) {
            case ParameterValue.Amount(var amount, var unused) -> amount;
            case ParameterValue.Time(var duration) -> BigDecimal.valueOf(duration.toSeconds());
            case ParameterValue.Words words -> throw new IllegalArgumentException(words.shown() + " has no order");
        };
    }
}
