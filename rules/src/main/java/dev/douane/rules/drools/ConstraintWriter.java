package dev.douane.rules.drools;

import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FieldRef;
import dev.douane.rules.drl.FieldType;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.ParameterValue;
import dev.douane.rules.drl.Relation;
import dev.douane.rules.drl.RuleText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes constraints for the engine: parameters as the values they are set to, negations pushed down to the comparisons, and what would
 * throw on a missing field guarded, so that a missing field does not match. Nor does it match another that is missing; in packs of before
 * {@value #MISSING_IS_NO_VALUE} it did.
 */
final class ConstraintWriter {
    /** The level since which what is missing is no value that another missing field could have too. */
    private static final int MISSING_IS_NO_VALUE = 2;

    /** So many values the engine compares in one piece of code, which Java limits. */
    private static final int LISTED_MAX = 500;

    private final Map<String, ParameterValue> values;
    private final Variables variables;
    private final boolean missingIsNoValue;

    /** @param level that the pack was accepted at */
    ConstraintWriter(Map<String, ParameterValue> values, Variables variables, int level) {
        this.values = values;
        this.variables = variables;
        this.missingIsNoValue = level >= MISSING_IS_NO_VALUE;
    }

    /** The constraints of one pattern, those that must all hold apart from each other, so that the engine can share and index them. */
    String all(List<Constraint> constraints) {
        return constraints.stream().flatMap(this::apart).collect(Collectors.joining(", "));
    }

    private Stream<String> apart(Constraint constraint) {
        return switch (constraint) {
            case Constraint.Binding(var variable, var field, var unused) ->
                Stream.of(variables.bound(variable) + " : " + FactClasses.property(field.field()));
            case Constraint.AllOf(var parts, var unused) -> parts.stream().flatMap(this::apart);
            case Constraint.Comparison(var left, var relation, var right, var unused)
            when relation == Relation.EQUAL && mayBothBeMissing(left, List.of(right)) ->
                Stream.of(
                        property(left) + " != null",
                        plain(left, relation, right).toString());
            default -> Stream.of(one(constraint, false).toString());
        };
    }

    /** @param negated whether the contrary is to be written */
    private Written one(Constraint constraint, boolean negated) {
        return switch (constraint) {
            case Constraint.Comparison comparison -> comparison(comparison, negated);
            case Constraint.In in -> in(in.left(), in.negated() != negated, in.values());
            case Constraint.Contains contains -> contains(contains, contains.negated() != negated);
            case Constraint.MemberOf memberOf -> memberOf(memberOf, memberOf.negated() != negated);
            case Constraint.StartsWith(var left, var right, var unused) -> affix(left, "startsWith", right, negated);
            case Constraint.EndsWith(var left, var right, var unused) -> affix(left, "endsWith", right, negated);
            case Constraint.AllOf(var parts, var unused) -> joined(parts, negated ? " || " : " && ", negated);
            case Constraint.AnyOf(var parts, var unused) -> joined(parts, negated ? " && " : " || ", negated);
            case Constraint.Negation(var inner, var unused) -> one(inner, !negated);
            case Constraint.Binding binding ->
                throw new IllegalArgumentException("bound inside: " + binding.variable());
        };
    }

    private Written joined(List<Constraint> parts, String between, boolean negated) {
        return Written.joined(parts.stream().map(part -> one(part, negated)).toList(), between);
    }

    private static String property(FieldRef field) {
        return FactClasses.property(field.field());
    }

    private Written comparison(Constraint.Comparison comparison, boolean negated) {
        var left = comparison.left();
        var relation = negated ? comparison.relation().negated() : comparison.relation();
        var plain = plain(left, relation, comparison.right());
        if (relation.isOrdered()) {
            return guarded(left, plain, negated);
        }
        return mayBothBeMissing(left, List.of(comparison.right()))
                ? guarded(left, plain, relation == Relation.NOT_EQUAL)
                : plain;
    }

    private Written plain(FieldRef left, Relation relation, Operand right) {
        return Written.simple(property(left) + " " + relation.sign() + " " + operand(left.field(), right));
    }

    private boolean mayBothBeMissing(FieldRef left, List<Operand> right) {
        return missingIsNoValue
                && left.field().mayBeMissing()
                && right.stream().anyMatch(ConstraintWriter::mayBeMissing);
    }

    private static boolean mayBeMissing(Operand operand) {
        return switch (operand) {
            case Operand.Variable(var unused, var field, var ignored) -> field.mayBeMissing();
            case Operand.Field(var field, var unused) -> field.field().mayBeMissing();
            case Operand.Text said -> false;
            case Operand.Amount said -> false;
            case Operand.Truth said -> false;
            case Operand.Missing asked -> false;
            case Operand.Parameter set -> false;
        };
    }

    /** What is missing does not match, and so matches the contrary. */
    private static Written guarded(FieldRef left, Written plain, boolean negated) {
        if (!left.field().mayBeMissing()) {
            return plain;
        }
        var guard = Written.simple(property(left) + (negated ? " == null" : " != null"));
        return Written.joined(List.of(guard, plain), negated ? " || " : " && ");
    }

    private Written in(FieldRef left, boolean negated, List<Operand> operands) {
        var listed = operands.stream()
                .flatMap(operand -> listed(left.field(), operand))
                .distinct()
                .toList();
        var plain = Written.joined(
                pieces(listed).map(piece -> oneOf(left, negated, piece)).toList(), negated ? " && " : " || ");
        return mayBothBeMissing(left, operands) ? guarded(left, plain, negated) : plain;
    }

    /** The engine fails on a decimal below zero in a list, and on none beside a sign. */
    private static Written oneOf(FieldRef left, boolean negated, List<String> listed) {
        var property = property(left);
        return FactClasses.isBigDecimal(left.field()) && listed.stream().anyMatch(value -> value.startsWith("-"))
                ? Written.joined(
                        listed.stream()
                                .map(value -> Written.simple(property + (negated ? " != " : " == ") + value))
                                .toList(),
                        negated ? " && " : " || ")
                : Written.simple(property + (negated ? " not in " : " in ") + "(" + String.join(", ", listed) + ")");
    }

    private static Stream<List<String>> pieces(List<String> listed) {
        return IntStream.iterate(0, start -> start < listed.size(), start -> start + LISTED_MAX)
                .mapToObj(start -> listed.subList(start, Math.min(start + LISTED_MAX, listed.size())));
    }

    private Stream<String> listed(FactField field, Operand operand) {
        return operand instanceof Operand.Parameter(var name, var unused, var ignored)
                        && value(name) instanceof ParameterValue.Words(var words)
                ? words.stream().map(RuleText::quoted)
                : Stream.of(operand(field, operand));
    }

    private Written contains(Constraint.Contains contains, boolean negated) {
        var field = contains.left().field();
        return Written.joined(
                listed(field, contains.right())
                        .map(word -> Written.simple(
                                property(contains.left()) + (negated ? " not contains " : " contains ") + word))
                        .toList(),
                negated ? " && " : " || ");
    }

    private Written memberOf(Constraint.MemberOf memberOf, boolean negated) {
        if (memberOf.right() instanceof Operand.Parameter) {
            return in(memberOf.left(), negated, List.of(memberOf.right()));
        }
        return guarded(
                memberOf.left(),
                Written.simple(property(memberOf.left())
                        + (negated ? " not memberOf " : " memberOf ")
                        + operand(memberOf.left().field(), memberOf.right())),
                negated);
    }

    private Written affix(FieldRef left, String kind, Operand right, boolean negated) {
        return guarded(
                left,
                Written.simple(property(left) + (negated ? " not str[" : " str[") + kind + "] "
                        + operand(left.field(), right)),
                negated);
    }

    private String operand(FactField field, Operand operand) {
        return switch (operand) {
            case Operand.Text(var text, var unused) ->
                field.type() == FieldType.DURATION ? seconds(Duration.parse(text)) : RuleText.quoted(text);
            case Operand.Amount(var amount, var unused) -> number(field, amount);
            case Operand.Truth(var truth, var unused) -> Boolean.toString(truth);
            case Operand.Missing ignored -> "null";
            case Operand.Variable(var name, var unused, var ignored) -> variables.used(name);
            case Operand.Field(var other, var unused) -> field(other);
            case Operand.Parameter(var name, var unused, var ignored) ->
                switch (value(name)) {
                    case ParameterValue.Amount(var amount, var shown) -> number(field, amount);
                    case ParameterValue.Time(var duration) -> seconds(duration);
                    case ParameterValue.Words(var words) -> RuleText.quoted(words.getFirst());
                };
        };
    }

    private String field(FieldRef other) {
        var variable = other.variable();
        return variable == null ? property(other) : variables.used(variable) + "." + property(other);
    }

    private ParameterValue value(String parameter) {
        return Objects.requireNonNull(values.get(parameter), parameter);
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + "L";
    }

    /** As the engine compares it exactly with the field's own type. */
    private static String number(FactField field, BigDecimal amount) {
        var plain = amount.stripTrailingZeros().toPlainString();
        if (FactClasses.isBigDecimal(field)) {
            return plain + "B";
        }
        return FactClasses.isDouble(field) && !plain.contains(".") ? plain + ".0" : plain;
    }

    /**
     * A constraint as text.
     *
     * @param compound whether it must stand in brackets beside others
     */
    private record Written(String text, boolean compound) {
        private static final int BESIDE_MAX = 8;

        static Written simple(String text) {
            return new Written(text, false);
        }

        /** Many of them in halves, halves of halves and so on: the engine reads what stands beside each other one inside of the other. */
        static Written joined(List<Written> parts, String between) {
            if (parts.size() == 1) {
                return parts.getFirst();
            }
            if (parts.size() > BESIDE_MAX) {
                int half = parts.size() / 2;
                return joined(
                        List.of(
                                joined(parts.subList(0, half), between),
                                joined(parts.subList(half, parts.size()), between)),
                        between);
            }
            return new Written(
                    parts.stream()
                            .map(part -> part.compound ? "(" + part.text + ")" : part.text)
                            .collect(Collectors.joining(between)),
                    true);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
