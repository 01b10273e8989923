package dev.douane.rules.drl;

import java.util.List;

/**
 * What a pattern asks of its fact. Where a field is missing, an ordered comparison, {@code str[startsWith]} and {@code str[endsWith]} do not
 * hold, {@code !=} and {@code not in} do.
 */
public sealed interface Constraint {
    /** Where it begins. */
    Place place();

    /** {@code usedFraction >= 0.80}, {@code task == "chat"}, {@code location == null}. */
    record Comparison(FieldRef left, Relation relation, Operand right, Place place) implements Constraint {}

    /**
     * {@code criticality in ("high", "critical")} and {@code not in}.
     *
     * @param values at least one; a single {@link Operand.Parameter} may stand for a list
     */
    record In(FieldRef left, boolean negated, List<Operand> values, Place place) implements Constraint {
        public In {
            values = List.copyOf(values);
        }
    }

    /**
     * {@code classes contains "personal"} and {@code not contains}.
     *
     * @param right a text, a variable, or a parameter; a parameter that is a list means: at least one of them
     */
    record Contains(FieldRef left, boolean negated, Operand right, Place place) implements Constraint {}

    /**
     * {@code location memberOf $d.subjectLocations} and {@code not memberOf}.
     *
     * @param right a set: a variable or field that holds one, or a parameter that is a list
     */
    record MemberOf(FieldRef left, boolean negated, Operand right, Place place) implements Constraint {}

    /** {@code task str[startsWith] "draft-"}. */
    record StartsWith(FieldRef left, Operand right, Place place) implements Constraint {}

    /** {@code workflow str[endsWith] "-nightly"}. */
    record EndsWith(FieldRef left, Operand right, Place place) implements Constraint {}

    /** {@code a && b}; at least two parts. */
    record AllOf(List<Constraint> parts, Place place) implements Constraint {
        public AllOf {
            parts = List.copyOf(parts);
        }
    }

    /** {@code a || b}; at least two parts. */
    record AnyOf(List<Constraint> parts, Place place) implements Constraint {
        public AnyOf {
            parts = List.copyOf(parts);
        }
    }

    /** {@code !(a)}. */
    record Negation(Constraint inner, Place place) implements Constraint {}

    /**
     * {@code $n : name}: holds always, and keeps the field's value for later conditions and for effects.
     *
     * @param variable with its {@code $}
     */
    record Binding(String variable, FieldRef field, Place place) implements Constraint {}
}
