package dev.douane.rules.drools;

import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.Fact;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FieldRef;
import dev.douane.rules.drl.FieldType;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.ParameterValue;
import dev.douane.rules.drl.Relation;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.facts.Facts;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says of facts, straight from its tree and as the reference has it: every combination of facts is looked at, one after the other,
 * and every number is compared exactly. It knows nothing of the engine.
 */
final class NaiveRule {
    private final RuleTree rule;
    private final Map<String, ParameterValue> parameters;
    private final Facts facts;

    private NaiveRule(RuleTree rule, Map<String, ParameterValue> parameters, Facts facts) {
        this.rule = rule;
        this.parameters = parameters;
        this.facts = facts;
    }

    /** The marks that its flags leave, each once. */
    static SortedSet<String> flags(RuleTree rule, Map<String, ParameterValue> parameters, Facts facts) {
        var naive = new NaiveRule(rule, parameters, facts);
        var flags = new TreeSet<String>();
        naive.each(
                rule.when(),
                Map.of(),
                bound -> naive.rule
                        .then()
                        .forEach(effect -> flags.add(
                                Shown.of(text(naive.value(effect.arguments().getFirst(), bound, null))))));
        return flags;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** Each way in which all of them hold, with what is bound then. */
    private void each(List<Condition> conditions, Map<String, Object> bound, Consumer<Map<String, Object>> found) {
        if (conditions.isEmpty()) {
            found.accept(bound);
            return;
        }
        var others = conditions.subList(1, conditions.size());
        each(conditions.getFirst(), bound, more -> each(others, more, found));
    }

    private void each(Condition condition, Map<String, Object> bound, Consumer<Map<String, Object>> found) {
        switch (condition) {
            case Condition.Pattern pattern -> {
                for (var fact : of(pattern.fact())) {
                    var more = matched(pattern, fact, bound);
                    if (more != null) {
                        found.accept(more);
                    }
                }
            }
            case Condition.And(var parts, var unused) -> each(parts, bound, found);
            case Condition.Or(var parts, var unused) -> parts.forEach(part -> each(part, bound, found));
            case Condition.Not(var inner, var unused) -> {
                if (!holds(inner, bound)) {
                    found.accept(bound);
                }
            }
            case Condition.Exists(var inner, var unused) -> {
                if (holds(inner, bound)) {
                    found.accept(bound);
                }
            }
        }
    }

    private boolean holds(Condition condition, Map<String, Object> bound) {
        var seen = new boolean[1];
        each(condition, bound, more -> seen[0] = true);
        return seen[0];
    }

    private List<?> of(Fact fact) {
        return switch (fact) {
            case CALL -> List.of(facts.call());
            case CALLER -> List.of(facts.caller());
            case DATA -> List.of(facts.data());
            case WORKLOAD -> List.of(facts.workload());
            case BUDGET -> facts.budgets();
            case OUTAGE -> facts.outages();
            case VALUE -> List.of(facts.value());
            case CLOCK -> List.of(facts.clock());
        };
    }

    private @Nullable Map<String, Object> matched(Condition.Pattern pattern, Object fact, Map<String, Object> bound) {
        var more = new HashMap<>(bound);
        if (pattern.binding() != null) {
            more.put(pattern.binding(), fact);
        }
        for (var constraint : pattern.constraints()) {
            if (constraint instanceof Constraint.Binding(var variable, var field, var unused)) {
                more.put(variable, read(field.field(), fact));
            } else if (!holds(constraint, fact, more)) {
                return null;
            }
        }
        return more;
    }

    private boolean holds(Constraint constraint, Object fact, Map<String, Object> bound) {
        return switch (constraint) {
            case Constraint.Comparison(var left, var relation, var right, var unused) ->
                compared(own(left, fact), relation, side(left.field(), right, bound, fact));
            case Constraint.In(var left, var negated, var values, var unused) ->
                listed(left, values, fact, bound) != negated;
            case Constraint.Contains(var left, var negated, var right, var unused) ->
                words(right, bound, fact).stream().anyMatch(((Collection<?>) own(left, fact))::contains) != negated;
            case Constraint.MemberOf(var left, var negated, var right, var unused) ->
                (own(left, fact) != null && words(right, bound, fact).contains(own(left, fact))) != negated;
            case Constraint.StartsWith(var left, var right, var unused) ->
                own(left, fact) instanceof String text && text.startsWith((String) value(right, bound, fact));
            case Constraint.EndsWith(var left, var right, var unused) ->
                own(left, fact) instanceof String text && text.endsWith((String) value(right, bound, fact));
            case Constraint.AllOf(var parts, var unused) -> parts.stream().allMatch(part -> holds(part, fact, bound));
            case Constraint.AnyOf(var parts, var unused) -> parts.stream().anyMatch(part -> holds(part, fact, bound));
            case Constraint.Negation(var inner, var unused) -> !holds(inner, fact, bound);
            case Constraint.Binding unused -> true;
        };
    }

    private boolean listed(FieldRef left, List<Operand> values, Object fact, Map<String, Object> bound) {
        for (var operand : values) {
            var each = operand instanceof Operand.Parameter(var name, var unused, var ignored)
                            && parameters.get(name) instanceof ParameterValue.Words(var words)
                    ? words
                    : Collections.singletonList(side(left.field(), operand, bound, fact));
            for (var one : each) {
                if (own(left, fact) != null && compared(own(left, fact), Relation.EQUAL, one)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean compared(@Nullable Object left, Relation relation, @Nullable Object right) {
        return switch (relation) {
            case EQUAL -> equal(left, right);
            case NOT_EQUAL -> !equal(left, right);
            case LESS -> left != null && order(left, right) < 0;
            case AT_MOST -> left != null && order(left, right) <= 0;
            case MORE -> left != null && order(left, right) > 0;
            case AT_LEAST -> left != null && order(left, right) >= 0;
        };
    }

    private static final Object NULL = new Object();

    /** What is missing equals nothing but {@code null} itself. */
    @SuppressWarnings("ReferenceEquality") // a mark of its own
    private static boolean equal(@Nullable Object left, @Nullable Object right) {
        if (right == NULL) {
            return left == null;
        }
        if (left == null || right == null) {
            return false;
        }
        if (left instanceof BigDecimal one && right instanceof BigDecimal two) {
            return one.compareTo(two) == 0;
        }
        return left.equals(right);
    }

    private static int order(Object left, @Nullable Object right) {
        return left instanceof BigDecimal one
                ? one.compareTo((BigDecimal) right)
                : ((String) left).compareTo((String) right);
    }

    private @Nullable Object own(FieldRef field, Object fact) {
        return read(field.field(), fact);
    }

    /** The other side of a comparison, as the field beside it has it: a decimal that the field can only hold nearly is the nearest. */
    private @Nullable Object side(FactField field, Operand operand, Map<String, Object> bound, Object fact) {
        var value = value(operand, bound, fact);
        boolean isWritten = operand instanceof Operand.Amount || operand instanceof Operand.Parameter;
        if (isWritten && value instanceof BigDecimal number && FactClasses.isDouble(field)) {
            return new BigDecimal(number.doubleValue());
        }
        return field.type() == FieldType.DURATION && value instanceof String text
                ? BigDecimal.valueOf(Duration.parse(text).toSeconds())
                : value;
    }

    private @Nullable Object value(Operand operand, Map<String, Object> bound, @Nullable Object fact) {
        return switch (operand) {
            case Operand.Text(var text, var unused) -> text;
            case Operand.Amount(var amount, var unused) -> amount;
            case Operand.Truth(var truth, var unused) -> truth;
            case Operand.Missing unused -> NULL;
            case Operand.Variable(var name, var unused, var ignored) -> bound.get(name);
            case Operand.Field(var ref, var unused) ->
                read(ref.field(), ref.variable() == null ? fact : bound.get(ref.variable()));
            case Operand.Parameter(var name, var unused, var ignored) ->
                switch (parameters.get(name)) {
                    case ParameterValue.Amount(var amount, var shown) -> amount;
                    case ParameterValue.Time(var duration) -> BigDecimal.valueOf(duration.toSeconds());
                    case ParameterValue.Words(var words) -> words.getFirst();
                };
        };
    }

    private Collection<?> words(Operand operand, Map<String, Object> bound, Object fact) {
        if (operand instanceof Operand.Parameter(var name, var unused, var ignored)
                && parameters.get(name) instanceof ParameterValue.Words(var words)) {
            return words;
        }
        var value = value(operand, bound, fact);
        return value instanceof Collection<?> set ? set : List.of(value);
    }

    /** What a fact holds: numbers and durations as decimals. */
    static @Nullable Object read(FactField field, Object fact) {
        try {
            var path = field.name().split("\\.", -1);
            var property = path.length > 1 ? path[0] : FactClasses.property(field);
            var value = getter(fact.getClass(), property).invoke(fact);
            if (path.length > 1) {
                return ((Collection<?>) value).isEmpty();
            }
            return value instanceof Number number ? exact(number) : value;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(field.qualified(), e);
        }
    }

    private static Method getter(Class<?> type, String property) throws NoSuchMethodException {
        try {
            return type.getMethod("get" + Character.toUpperCase(property.charAt(0)) + property.substring(1));
        } catch (NoSuchMethodException component) {
            return type.getMethod(property);
        }
    }

    private static BigDecimal exact(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case Double inexact -> new BigDecimal(inexact);
            default -> BigDecimal.valueOf(number.longValue());
        };
    }
}
