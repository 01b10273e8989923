package dev.douane.rules.drl;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the parts of a rule say, with variables replaced by what they stand for: {@code decision.flag($t)} says one thing where {@code $t} is
 * the caller's team, and another where it is the task. Two rules that differ in the names of their variables alone mean the same.
 *
 * <p>Of facts of which a call may have several, the first that a rule looks at is {@code Budget}, the next {@code Budget#2}.
 */
public final class RuleMeaning {
    private final RuleTree rule;
    private final List<String> conditions;
    private final Map<String, String> bound = new TreeMap<>();
    private final Map<Fact, Integer> lookedAt = new EnumMap<>(Fact.class);

    private RuleMeaning(RuleTree rule) {
        this.rule = rule;
        this.conditions =
                rule.when().stream().map(condition -> said(condition, bound)).toList();
    }

    /** That of a rule which the validator accepted. */
    public static RuleMeaning of(RuleTree rule) {
        return new RuleMeaning(rule);
    }

    /** Of the rule's conditions, in order. */
    public List<String> conditions() {
        return conditions;
    }

    /** Of the rule's effects, in order. */
    public List<String> effects() {
        return rule.then().stream().map(this::of).toList();
    }

    /** {@code decision.flag(Caller.team)}. */
    private String of(EffectCall effect) {
        var written = RuleText.of(effect);
        return effect.arguments().isEmpty() || variables(effect).isEmpty()
                ? written
                : effect.arguments().stream()
                        .map(argument -> said(argument, bound))
                        .collect(Collectors.joining(
                                ", ", "decision." + effect.effect().name() + "(", ")"));
    }

    /** As written, and what its variables stand for: {@code decision.flag($t), where $t is Caller.team}. */
    public String explained(EffectCall effect) {
        var variables = variables(effect);
        return variables.isEmpty()
                ? RuleText.of(effect)
                : variables.stream()
                        .map(variable -> "%s is %s".formatted(variable, stands(variable, bound)))
                        .collect(Collectors.joining(" and ", RuleText.of(effect) + ", where ", ""));
    }

    /** Whether it is told what hangs on one of several budgets or outages, so that no other rule can be sure to tell it the same. */
    public static boolean hangsOnOneOfSeveral(EffectCall effect) {
        return effect.arguments().stream().anyMatch(argument -> switch (argument) {
            case Operand.Variable variable -> !variable.field().fact().isSingle();
            case Operand.Field field -> !field.field().field().fact().isSingle();
            case Operand.Text said -> false;
            case Operand.Amount said -> false;
            case Operand.Truth said -> false;
            case Operand.Missing said -> false;
            case Operand.Parameter said -> false;
        });
    }

    private static Set<String> variables(EffectCall effect) {
        var variables = new TreeSet<String>();
        for (var argument : effect.arguments()) {
            if (argument instanceof Operand.Variable(var name, var unused, var ignored)) {
                variables.add(name);
            }
            if (argument instanceof Operand.Field(var field, var unused)) {
                var variable = field.variable();
                if (variable != null) {
                    variables.add(variable);
                }
            }
        }
        return variables;
    }

    /** @param known what variables stand for; those that are bound here are added */
    private String said(Condition condition, Map<String, String> known) {
        return switch (condition) {
            case Condition.Pattern pattern -> said(pattern, known);
            case Condition.Not(var inner, var unused) -> "not (" + said(inner, new TreeMap<>(known)) + ")";
            case Condition.Exists(var inner, var unused) -> "exists (" + said(inner, new TreeMap<>(known)) + ")";
            case Condition.And(var parts, var unused) ->
                parts.stream().map(part -> said(part, known)).collect(Collectors.joining(" and ", "(", ")"));
            case Condition.Or(var parts, var unused) ->
                parts.stream()
                        .map(part -> said(part, new TreeMap<>(known)))
                        .collect(Collectors.joining(" or ", "(", ")"));
        };
    }

    private String said(Condition.Pattern pattern, Map<String, String> known) {
        var fact = name(pattern.fact());
        var binding = pattern.binding();
        if (binding != null) {
            known.put(binding, fact);
        }
        var asked = new ArrayList<String>();
        for (var constraint : pattern.constraints()) {
            if (constraint instanceof Constraint.Binding(var variable, var field, var unused)) {
                known.put(variable, fact + "." + field.field().name());
            } else {
                asked.add(said(constraint, known));
            }
        }
        return fact + "(" + String.join(", ", asked) + ")";
    }

    private String name(Fact fact) {
        int number = fact.isSingle() ? 1 : lookedAt.merge(fact, 1, Integer::sum);
        return number == 1 ? fact.word() : fact.word() + "#" + number;
    }

    private static String said(Constraint constraint, Map<String, String> known) {
        return switch (constraint) {
            case Constraint.Comparison(var left, var relation, var right, var unused) ->
                said(left, known) + " " + relation.sign() + " " + said(right, known);
            case Constraint.In(var left, var negated, var values, var unused) ->
                said(left, known)
                        + (negated ? " not in " : " in ")
                        + values.stream().map(value -> said(value, known)).collect(Collectors.joining(", ", "(", ")"));
            case Constraint.Contains(var left, var negated, var right, var unused) ->
                said(left, known) + (negated ? " not contains " : " contains ") + said(right, known);
            case Constraint.MemberOf(var left, var negated, var right, var unused) ->
                said(left, known) + (negated ? " not memberOf " : " memberOf ") + said(right, known);
            case Constraint.StartsWith(var left, var right, var unused) ->
                said(left, known) + " str[startsWith] " + said(right, known);
            case Constraint.EndsWith(var left, var right, var unused) ->
                said(left, known) + " str[endsWith] " + said(right, known);
            case Constraint.AllOf(var parts, var unused) -> joined(parts, " && ", known);
            case Constraint.AnyOf(var parts, var unused) -> joined(parts, " || ", known);
            case Constraint.Negation(var inner, var unused) -> "!(" + said(inner, known) + ")";
            case Constraint.Binding(var ignored, var field, var unused) -> said(field, known);
        };
    }

    private static String joined(List<Constraint> parts, String between, Map<String, String> known) {
        return parts.stream().map(part -> said(part, known)).collect(Collectors.joining(between, "(", ")"));
    }

    private static String said(FieldRef ref, Map<String, String> known) {
        var variable = ref.variable();
        return variable == null
                ? ref.field().name()
                : stands(variable, known) + "." + ref.field().name();
    }

    private static String said(Operand operand, Map<String, String> known) {
        return switch (operand) {
            case Operand.Variable(var name, var unused, var ignored) -> stands(name, known);
            case Operand.Field(var field, var unused) -> said(field, known);
            case Operand.Text said -> RuleText.of(said);
            case Operand.Amount said -> RuleText.of(said);
            case Operand.Truth said -> RuleText.of(said);
            case Operand.Missing said -> RuleText.of(said);
            case Operand.Parameter said -> RuleText.of(said);
        };
    }

    private static String stands(String variable, Map<String, String> known) {
        var stands = known.get(variable);
        if (stands == null) {
            throw new IllegalArgumentException("variable (%s) is not bound".formatted(variable));
        }
        return stands;
    }
}
