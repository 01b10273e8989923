package dev.douane.rules.drl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One condition of a rule's {@code when} part. */
public sealed interface Condition {
    /** Where it begins. */
    Place place();

    /**
     * A fact for which all constraints hold: {@code $b : Budget(usedFraction >= 0.8, hard == true)}.
     *
     * @param binding the variable that holds the fact, with its {@code $}; null where none was asked for
     */
    record Pattern(Fact fact, @Nullable String binding, List<Constraint> constraints, Place place)
            implements Condition {
        public Pattern {
            constraints = List.copyOf(constraints);
        }
    }

    /** There is nothing for which the inner condition holds. */
    record Not(Condition inner, Place place) implements Condition {}

    /** There is at least one thing for which the inner condition holds; the rule fires once, however many there are. */
    record Exists(Condition inner, Place place) implements Condition {}

    /** All parts hold; at least two. */
    record And(List<Condition> parts, Place place) implements Condition {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** At least one part holds; at least two. The rule may fire once for each. */
    record Or(List<Condition> parts, Place place) implements Condition {
        public Or {
            parts = List.copyOf(parts);
        }
    }
}
