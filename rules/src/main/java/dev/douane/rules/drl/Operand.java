package dev.douane.rules.drl;

import java.math.BigDecimal;

/** What a field is compared with, or what an effect is told. */
public sealed interface Operand {
    /** Where it begins. */
    Place place();

    /** {@code "EEA"}. */
    record Text(String value, Place place) implements Operand {}

    /**
     * A number, whole or not: {@code 800}, {@code 0.80}; also an amount of money that an effect is told as {@code "0.05"}.
     * Durations are written as text, {@code "PT24H"}.
     */
    record Amount(BigDecimal value, Place place) implements Operand {
        public Amount {
            value = value.stripTrailingZeros();
        }
    }

    /** {@code true} or {@code false}. */
    record Truth(boolean value, Place place) implements Operand {}

    /** {@code null}: the field was not said. */
    record Missing(Place place) implements Operand {}

    /**
     * A variable bound to a field's value.
     *
     * @param name with its {@code $}
     * @param field what it was bound to
     */
    record Variable(String name, FactField field, Place place) implements Operand {}

    /** Another field, of the same fact or of a bound one. */
    record Field(FieldRef field, Place place) implements Operand {}

    /**
     * {@code params.ceiling}.
     *
     * @param name without {@code params.}
     */
    record Parameter(String name, ParameterType type, Place place) implements Operand {}
}
