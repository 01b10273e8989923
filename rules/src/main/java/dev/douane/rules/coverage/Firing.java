package dev.douane.rules.coverage;

import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FieldRef;
import dev.douane.rules.drl.FieldType;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.ParameterValue;
import dev.douane.rules.drl.Relation;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.limits.Work;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether a rule fires for the facts of one case, as the engine answers it; also if one of its conditions held, or did not, whatever the facts
 * are. What is missing is equal to nothing, in no order, in no list and in no set.
 */
final class Firing {
    /**
     * A condition that is made to hold, or not to.
     *
     * @param part a constraint, or a pattern that asks nothing of its fact
     */
    record Turned(Object part, boolean holds) {}

    private final Facts facts;
    private final SortedMap<String, ParameterValue> parameters;
    private final @Nullable Turned turned;
    private final Work work;

    /**
     * @param parameters what each is set to
     * @param turned null where all conditions are asked
     * @param work counts each condition that is asked of a fact
     */
    Firing(Facts facts, SortedMap<String, ParameterValue> parameters, @Nullable Turned turned, Work work) {
        this.facts = facts;
        this.parameters = parameters;
        this.turned = turned;
        this.work = work;
    }

    /** @throws dev.douane.rules.limits.OverLimit if that is too much work */
    boolean of(RuleTree rule) {
        return all(rule.when(), Map.of());
    }

    /** @param bound what variables hold: facts, or values that may be missing */
    private boolean all(List<Condition> conditions, Map<String, Optional<Object>> bound) {
        if (conditions.isEmpty()) {
            return true;
        }
        var rest = conditions.subList(1, conditions.size());
        return switch (conditions.getFirst()) {
            case Condition.Pattern pattern -> pattern(pattern, rest, bound);
            case Condition.Not(var inner, var unused) -> !all(List.of(inner), bound) && all(rest, bound);
            case Condition.Exists(var inner, var unused) -> all(List.of(inner), bound) && all(rest, bound);
            case Condition.And(var parts, var unused) -> all(joined(parts, rest), bound);
            case Condition.Or(var parts, var unused) ->
                parts.stream().anyMatch(part -> all(joined(List.of(part), rest), bound));
        };
    }

    private static List<Condition> joined(List<Condition> first, List<Condition> rest) {
        var both = new ArrayList<>(first);
        both.addAll(rest);
        return both;
    }

    private boolean pattern(Condition.Pattern pattern, List<Condition> rest, Map<String, Optional<Object>> bound) {
        work.spend(1);
        if (turned != null && turned.part().equals(pattern)) {
            return turned.holds() && all(rest, bound);
        }
        for (var fact : FieldValues.facts(pattern.fact(), facts)) {
            var inside = new TreeMap<>(bound);
            var variable = pattern.binding();
            if (variable != null) {
                inside.put(variable, Optional.of(fact));
            }
            if (pattern.constraints().stream().allMatch(constraint -> holdsOrBinds(constraint, fact, inside))
                    && all(rest, inside)) {
                return true;
            }
        }
        return false;
    }

    private boolean holdsOrBinds(Constraint constraint, Object fact, Map<String, Optional<Object>> bound) {
        if (constraint instanceof Constraint.Binding(var variable, var field, var unused)) {
            bound.put(variable, FieldValues.value(field.field(), fact));
            return true;
        }
        return holds(constraint, fact, bound);
    }

    private boolean holds(Constraint constraint, Object fact, Map<String, Optional<Object>> bound) {
        work.spend(1);
        if (turned != null && turned.part().equals(constraint)) {
            return turned.holds();
        }
        return switch (constraint) {
            case Constraint.Comparison comparison -> compares(comparison, fact, bound);
            case Constraint.In(var left, var negated, var values, var unused) ->
                negated
                        != values.stream()
                                .anyMatch(
                                        value -> isOneOf(left, values(value, left.field(), fact, bound), fact, bound));
            case Constraint.Contains(var left, var negated, var right, var unused) ->
                negated
                        != set(own(left, fact, bound))
                                .map(set -> values(right, left.field(), fact, bound).stream()
                                        .anyMatch(set::contains))
                                .orElse(false);
            case Constraint.MemberOf(var left, var negated, var right, var unused) ->
                negated != isOneOf(left, members(right, left.field(), fact, bound), fact, bound);
            case Constraint.StartsWith(var left, var right, var unused) ->
                own(left, fact, bound)
                        .filter(own -> values(right, left.field(), fact, bound).stream()
                                .anyMatch(text -> own.toString().startsWith(text.toString())))
                        .isPresent();
            case Constraint.EndsWith(var left, var right, var unused) ->
                own(left, fact, bound)
                        .filter(own -> values(right, left.field(), fact, bound).stream()
                                .anyMatch(text -> own.toString().endsWith(text.toString())))
                        .isPresent();
            case Constraint.AllOf(var parts, var unused) ->
                parts.stream().allMatch(part -> holdsOrBinds(part, fact, bound));
            case Constraint.AnyOf(var parts, var unused) -> parts.stream().anyMatch(part -> holds(part, fact, bound));
            case Constraint.Negation(var inner, var unused) -> !holds(inner, fact, bound);
            case Constraint.Binding ignored -> true;
        };
    }

    /** Whatever denies a comparison holds where the comparison does not, missing values included. */
    private boolean compares(Constraint.Comparison comparison, Object fact, Map<String, Optional<Object>> bound) {
        var relation = comparison.relation();
        var left = own(comparison.left(), fact, bound);
        if (comparison.right() instanceof Operand.Missing) {
            return left.isEmpty() == (relation == Relation.EQUAL);
        }
        var right = values(comparison.right(), comparison.left().field(), fact, bound);
        if (!relation.isOrdered()) {
            boolean equal = left.isPresent() && right.stream().anyMatch(value -> isEqual(left.get(), value));
            return equal == (relation == Relation.EQUAL);
        }
        return left.isPresent() && !right.isEmpty() && inOrder(order(left.get(), right.getFirst()), relation);
    }

    private static boolean inOrder(int order, Relation relation) {
        return switch (relation) {
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case MORE -> order > 0;
            case AT_LEAST -> order >= 0;
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
        };
    }

    /** Dates compare as text. */
    private static int order(Object one, Object other) {
        return one instanceof BigDecimal number && other instanceof BigDecimal limit
                ? number.compareTo(limit)
                : one.toString().compareTo(other.toString());
    }

    private static boolean isEqual(Object one, Object other) {
        if (one instanceof BigDecimal number && other instanceof BigDecimal limit) {
            return number.compareTo(limit) == 0;
        }
        return one.equals(other);
    }

    private boolean isOneOf(FieldRef left, Collection<?> listed, Object fact, Map<String, Optional<Object>> bound) {
        return own(left, fact, bound)
                .filter(own -> listed.stream().anyMatch(value -> isEqual(own, value)))
                .isPresent();
    }

    private Optional<Object> own(FieldRef ref, Object fact, Map<String, Optional<Object>> bound) {
        var variable = ref.variable();
        return FieldValues.value(
                ref.field(), variable == null ? fact : held(variable, bound).orElseThrow());
    }

    private static Optional<Object> held(String variable, Map<String, Optional<Object>> bound) {
        return Objects.requireNonNull(bound.get(variable), variable);
    }

    private static Optional<Collection<?>> set(Optional<Object> value) {
        return value.map(held -> (Collection<?>) held);
    }

    /** What is in the set on the right, or the words of a parameter that is a list. */
    private Collection<?> members(Operand right, FactField field, Object fact, Map<String, Optional<Object>> bound) {
        return switch (right) {
            case Operand.Variable(var name, var unused, var ignored) ->
                set(held(name, bound)).orElse(List.of());
            case Operand.Field(var other, var unused) ->
                set(own(other, fact, bound)).orElse(List.of());
            default -> values(right, field, fact, bound);
        };
    }

    /** What is compared with: the words of a parameter that is a list, else one; none where it is missing. */
    private List<Object> values(Operand operand, FactField against, Object fact, Map<String, Optional<Object>> bound) {
        return switch (operand) {
            case Operand.Text(var text, var unused) ->
                List.of(against.type() == FieldType.DURATION ? seconds(Duration.parse(text)) : text);
            case Operand.Amount(var amount, var unused) -> List.of(amount);
            case Operand.Truth(var truth, var unused) -> List.of(truth);
            case Operand.Missing ignored -> List.of();
            case Operand.Variable(var name, var unused, var ignored) ->
                held(name, bound).stream().toList();
            case Operand.Field(var field, var unused) ->
                own(field, fact, bound).stream().toList();
            case Operand.Parameter(var name, var unused, var ignored) ->
                switch (Objects.requireNonNull(parameters.get(name), name)) {
                    case ParameterValue.Amount(var amount, var shown) -> List.of(amount);
                    case ParameterValue.Time(var duration) -> List.of(seconds(duration));
                    case ParameterValue.Words(var words) -> List.copyOf(words);
                };
        };
    }

    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toSeconds());
    }
}
