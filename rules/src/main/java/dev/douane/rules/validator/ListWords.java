package dev.douane.rules.validator;

import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.EffectCall;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.ParameterValue;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.limits.Limit;
import java.util.List;
import java.util.Map;

/**
 * Counts what rules become once their lists are spelled out: a parameter of hundreds of words is one word of text wherever it stands, and each of
 * its words is compared, or is an effect.
 */
public final class ListWords {
    /** The level from which on packs are asked. */
    static final int SINCE = 3;

    private ListWords() {}

    /** Refuses rules that become too much, each by itself and all together. */
    static void refuse(List<RuleTree> rules, Map<String, ParameterValue> values, Refusals refusals) {
        long together = 0;
        for (var rule : rules) {
            long words = words(rule, values);
            if (words > Limit.RULE_WORDS.most()) {
                refusals.add(
                        rule.place(),
                        Refusal.LIMIT,
                        "rule (%s) comes to %d words and effects, its lists spelled out; at most %d\nMaybe tell fewer effects a list, or make two rules of it."
                                .formatted(rule.id(), words, Limit.RULE_WORDS.most()));
                continue;
            }
            boolean was = together > Limit.PACK_WORDS.most();
            together += words;
            if (!was && together > Limit.PACK_WORDS.most()) {
                refusals.add(
                        rule.place(),
                        Refusal.LIMIT,
                        "rule (%s) is one too many: with those in front of it the pack comes to %d words and effects, its lists spelled out; at most %d\nMaybe make two packs of it."
                                .formatted(rule.id(), together, Limit.PACK_WORDS.most()));
            }
        }
    }

    /** Effects that a rule has when it fires once. */
    public static long effects(RuleTree rule, Map<String, ParameterValue> values) {
        return rule.then().stream().mapToLong(call -> effects(call, values)).sum();
    }

    private static long effects(EffectCall call, Map<String, ParameterValue> values) {
        return call.arguments().isEmpty() ? 1 : words(call.arguments().getFirst(), values);
    }

    static long words(RuleTree rule, Map<String, ParameterValue> values) {
        return effects(rule, values)
                + rule.when().stream().mapToLong(part -> words(part, values)).sum();
    }

    private static long words(Condition condition, Map<String, ParameterValue> values) {
        return switch (condition) {
            case Condition.Pattern pattern ->
                pattern.constraints().stream()
                        .mapToLong(constraint -> words(constraint, values))
                        .sum();
            case Condition.Not(var inner, var unused) -> words(inner, values);
            case Condition.Exists(var inner, var unused) -> words(inner, values);
            case Condition.And(var parts, var unused) ->
                parts.stream().mapToLong(part -> words(part, values)).sum();
            case Condition.Or(var parts, var unused) ->
                parts.stream().mapToLong(part -> words(part, values)).sum();
        };
    }

    private static long words(Constraint constraint, Map<String, ParameterValue> values) {
        return switch (constraint) {
            case Constraint.In in ->
                in.values().stream().mapToLong(value -> words(value, values)).sum();
            case Constraint.Contains contains -> words(contains.right(), values);
            case Constraint.MemberOf memberOf -> words(memberOf.right(), values);
            case Constraint.AllOf(var parts, var unused) ->
                parts.stream().mapToLong(part -> words(part, values)).sum();
            case Constraint.AnyOf(var parts, var unused) ->
                parts.stream().mapToLong(part -> words(part, values)).sum();
            case Constraint.Negation(var inner, var unused) -> words(inner, values);
            case Constraint.Comparison ignored -> 0;
            case Constraint.StartsWith ignored -> 0;
            case Constraint.EndsWith ignored -> 0;
            case Constraint.Binding ignored -> 0;
        };
    }

    /** One that is no list is one word; what a parameter says that nobody declared is told elsewhere. */
    private static long words(Operand operand, Map<String, ParameterValue> values) {
        return operand instanceof Operand.Parameter parameter
                        && values.get(parameter.name()) instanceof ParameterValue.Words(var words)
                ? words.size()
                : 1;
    }
}
