package dev.douane.rules.validator;

import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FieldRef;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.ParameterValue;
import dev.douane.rules.drl.Relation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the conditions of a rule say of a field that one of its effects is told, whenever the rule fires: that it is there, or that it is 1 or
 * more. It answers yes only where each way to fire says so by itself; what would take arithmetic is not seen.
 */
final class Certainty {
    private final List<Condition> when;
    private final Map<String, ParameterValue> values;

    /** The fact that the field was read of; of a single fact, each pattern speaks of the same one. */
    private final Condition.Pattern read;

    private final FactField field;

    /** @param told a variable that holds a field, or a field of a bound fact */
    Certainty(List<Condition> when, Map<String, ParameterValue> values, Operand told) {
        this.when = when;
        this.values = values;
        var found = switch (told) {
            case Operand.Variable(var name, var itsField, var unused) -> new Subject(name, null, itsField);
            case Operand.Field(var ref, var unused) -> new Subject(null, ref.variable(), ref.field());
            case Operand.Text other -> throw noField(other);
            case Operand.Amount other -> throw noField(other);
            case Operand.Truth other -> throw noField(other);
            case Operand.Missing other -> throw noField(other);
            case Operand.Parameter other -> throw noField(other);
        };
        this.field = found.field;
        this.read = found.in(when);
    }

    private static IllegalArgumentException noField(Operand other) {
        return new IllegalArgumentException("no field: " + other);
    }

    /** One of the two names it. */
    private record Subject(
            @Nullable String ofField, @Nullable String ofFact, FactField field) {
        Condition.Pattern in(List<Condition> conditions) {
            var found = find(conditions);
            if (found == null) {
                throw new IllegalArgumentException("not bound: " + field.qualified());
            }
            return found;
        }

        /** Effects see what is bound where each of several conditions holds, and nothing inside of the others. */
        private Condition.@Nullable Pattern find(List<Condition> conditions) {
            for (var condition : conditions) {
                if (condition instanceof Condition.Pattern pattern && isBoundBy(pattern)) {
                    return pattern;
                }
                if (condition instanceof Condition.And(var parts, var unused)) {
                    var inside = find(parts);
                    if (inside != null) {
                        return inside;
                    }
                }
            }
            return null;
        }

        private boolean isBoundBy(Condition.Pattern pattern) {
            return ofFact != null ? ofFact.equals(pattern.binding()) : binds(pattern, ofField);
        }
    }

    private static boolean binds(Condition.Pattern pattern, @Nullable String variable) {
        return pattern.constraints().stream()
                .anyMatch(constraint -> constraint instanceof Constraint.Binding binding
                        && binding.variable().equals(variable));
    }

    /** Whether it is never missing when the rule fires. */
    boolean isThere() {
        return any(when, new There());
    }

    /** Whether it is at least 1 when the rule fires, or missing. */
    boolean isOneOrMore() {
        return any(when, new OneOrMore());
    }

    private boolean any(List<Condition> conditions, Says says) {
        return conditions.stream().anyMatch(condition -> says(condition, says));
    }

    private boolean says(Condition condition, Says says) {
        return switch (condition) {
            case Condition.Pattern pattern ->
                pattern.constraints().stream().anyMatch(constraint -> says(constraint, pattern, false, says));
            case Condition.And(var parts, var unused) -> any(parts, says);
            case Condition.Or(var parts, var unused) -> parts.stream().allMatch(part -> says(part, says));
            case Condition.Exists(var inner, var unused) -> says(inner, says);
            case Condition.Not(Condition.Pattern pattern, var unused) ->
                pattern.fact().isSingle()
                        && !pattern.constraints().isEmpty()
                        && pattern.constraints().stream().allMatch(constraint -> says(constraint, pattern, true, says));
            case Condition.Not other -> false;
        };
    }

    /** @param negated whether it is said that the constraint does not hold */
    private boolean says(Constraint constraint, Condition.Pattern pattern, boolean negated, Says says) {
        Predicate<Constraint> part = each -> says(each, pattern, negated, says);
        return switch (constraint) {
            case Constraint.AllOf(var parts, var unused) ->
                negated ? parts.stream().allMatch(part) : parts.stream().anyMatch(part);
            case Constraint.AnyOf(var parts, var unused) ->
                negated ? parts.stream().anyMatch(part) : parts.stream().allMatch(part);
            case Constraint.Negation(var inner, var unused) -> says(inner, pattern, !negated, says);
            case Constraint.Comparison comparison ->
                (isIt(comparison.left(), pattern) && says.left(comparison, negated))
                        || (isIt(comparison.right(), pattern) && says.right(comparison, negated));
            case Constraint.In in -> isIt(in.left(), pattern) && says.listed(in, negated);
            case Constraint.MemberOf(var left, var not, var unused, var ignored) ->
                isIt(left, pattern) && says.isText(not == negated);
            case Constraint.StartsWith(var left, var unused, var ignored) ->
                isIt(left, pattern) && says.isText(!negated);
            case Constraint.EndsWith(var left, var unused, var ignored) -> isIt(left, pattern) && says.isText(!negated);
            case Constraint.Contains unused -> false;
            case Constraint.Binding unused -> false;
        };
    }

    @SuppressWarnings("ReferenceEquality") // two patterns of the same words are two facts
    private boolean isIt(FieldRef ref, Condition.Pattern pattern) {
        return ref.field().equals(field)
                && (field.fact().isSingle()
                        || (ref.variable() == null
                                ? pattern == read
                                : ref.variable().equals(read.binding())));
    }

    private boolean isIt(Operand operand, Condition.Pattern pattern) {
        return switch (operand) {
            case Operand.Variable(var name, var itsField, var unused) ->
                itsField.equals(field) && (field.fact().isSingle() || binds(read, name));
            case Operand.Field(var ref, var unused) -> isIt(ref, pattern);
            case Operand.Text other -> false;
            case Operand.Amount other -> false;
            case Operand.Truth other -> false;
            case Operand.Missing other -> false;
            case Operand.Parameter other -> false;
        };
    }

    /** What one constraint says of the field. */
    private sealed interface Says {
        boolean left(Constraint.Comparison comparison, boolean negated);

        boolean right(Constraint.Comparison comparison, boolean negated);

        boolean listed(Constraint.In in, boolean negated);

        /** @param holds whether it is said to hold that the text is in a set, begins or ends so */
        boolean isText(boolean holds);
    }

    private static final class There implements Says {
        @Override
        public boolean left(Constraint.Comparison comparison, boolean negated) {
            var relation = comparison.relation();
            if (comparison.right() instanceof Operand.Missing) {
                return (relation == Relation.NOT_EQUAL) != negated;
            }
            return relation.isOrdered() ? !negated : (relation == Relation.EQUAL) != negated;
        }

        /** What may be missing stands in no order, the validator sees to that. */
        @Override
        public boolean right(Constraint.Comparison comparison, boolean negated) {
            return !comparison.relation().isOrdered() && (comparison.relation() == Relation.EQUAL) != negated;
        }

        @Override
        public boolean listed(Constraint.In in, boolean negated) {
            return in.negated() == negated;
        }

        @Override
        public boolean isText(boolean holds) {
            return holds;
        }
    }

    private final class OneOrMore implements Says {
        @Override
        public boolean left(Constraint.Comparison comparison, boolean negated) {
            var relation = comparison.relation();
            return isOneOrMore(negated ? relation.negated() : relation, comparison.right());
        }

        @Override
        public boolean right(Constraint.Comparison comparison, boolean negated) {
            var relation = comparison.relation().mirrored();
            return (negated ? relation.negated() : relation) == Relation.MORE
                    && comparison.left().field().isCount();
        }

        private boolean isOneOrMore(Relation relation, Operand other) {
            var least = least(other);
            if (least == null) {
                return false;
            }
            return switch (relation) {
                case MORE -> least.signum() >= 0;
                case AT_LEAST, EQUAL -> least.compareTo(BigDecimal.ONE) >= 0;
                case NOT_EQUAL -> least.signum() == 0 && isConstant(other);
                case LESS, AT_MOST -> false;
            };
        }

        @Override
        public boolean listed(Constraint.In in, boolean negated) {
            return in.negated() == negated
                    && in.values().stream().allMatch(value -> isOneOrMore(Relation.EQUAL, value));
        }

        @Override
        public boolean isText(boolean holds) {
            return false;
        }
    }

    private static boolean isConstant(Operand operand) {
        return operand instanceof Operand.Amount || operand instanceof Operand.Parameter;
    }

    /** The least that a number can be, null where nothing is known of it. */
    private @Nullable BigDecimal least(Operand operand) {
        return switch (operand) {
            case Operand.Amount(var amount, var unused) -> amount;
            case Operand.Parameter(var name, var unused, var ignored) ->
                values.get(name) instanceof ParameterValue.Amount(var amount, var shown) ? amount : null;
            case Operand.Variable(var unused, var other, var ignored) -> other.isCount() ? BigDecimal.ZERO : null;
            case Operand.Field(var ref, var unused) -> ref.field().isCount() ? BigDecimal.ZERO : null;
            case Operand.Text other -> null;
            case Operand.Truth other -> null;
            case Operand.Missing other -> null;
        };
    }
}
