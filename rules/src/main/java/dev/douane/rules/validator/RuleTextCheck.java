package dev.douane.rules.validator;

import dev.douane.rules.call.CallWords;
import dev.douane.rules.call.CallWords.Part;
import dev.douane.rules.drl.Condition;
import dev.douane.rules.drl.Constraint;
import dev.douane.rules.drl.Fact;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FieldRef;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.ParameterValue;
import dev.douane.rules.drl.Place;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.drl.WordKind;
import dev.douane.rules.text.PlainText;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether people take the texts of rules for what they are ({@link PlainText}), and whether a call can say what callers and tasks are compared
 * with ({@link CallWords}).
 */
final class RuleTextCheck {
    private static final String TASK = "Workload.task";

    private final SortedMap<String, ParameterValue> values;
    private final Refusals refusals;

    /** @param values what the pack's parameters are set to */
    RuleTextCheck(SortedMap<String, ParameterValue> values, Refusals refusals) {
        this.values = values;
        this.refusals = refusals;
    }

    void check(List<RuleTree> rules) {
        rules.forEach(this::rule);
    }

    private void rule(RuleTree rule) {
        ask(rule.place(), "rule", rule.name(), PlainText::faultInName);
        rule.when().stream().flatMap(RuleTextCheck::constraints).forEach(this::constraint);
        rule.then().forEach(effect -> effect.arguments().forEach(this::word));
    }

    private static Stream<Constraint> constraints(Condition condition) {
        return switch (condition) {
            case Condition.Pattern pattern -> pattern.constraints().stream();
            case Condition.Not(var inner, var unused) -> constraints(inner);
            case Condition.Exists(var inner, var unused) -> constraints(inner);
            case Condition.And(var parts, var unused) -> parts.stream().flatMap(RuleTextCheck::constraints);
            case Condition.Or(var parts, var unused) -> parts.stream().flatMap(RuleTextCheck::constraints);
        };
    }

    private void constraint(Constraint constraint) {
        switch (constraint) {
            case Constraint.Comparison comparison -> compared(comparison.left(), comparison.right(), Part.WHOLE);
            case Constraint.In in -> in.values().forEach(value -> compared(in.left(), value, Part.WHOLE));
            case Constraint.Contains contains -> compared(contains.left(), contains.right(), Part.WHOLE);
            case Constraint.MemberOf memberOf -> compared(memberOf.left(), memberOf.right(), Part.WHOLE);
            case Constraint.StartsWith startsWith -> compared(startsWith.left(), startsWith.right(), Part.BEGINNING);
            case Constraint.EndsWith endsWith -> compared(endsWith.left(), endsWith.right(), Part.END);
            case Constraint.AllOf allOf -> allOf.parts().forEach(this::constraint);
            case Constraint.AnyOf anyOf -> anyOf.parts().forEach(this::constraint);
            case Constraint.Negation negation -> constraint(negation.inner());
            case Constraint.Binding ignored -> {}
        }
    }

    private void compared(FieldRef left, Operand right, Part part) {
        word(right);
        switch (right) {
            case Operand.Text(var word, var place) -> ofCall(left.field(), "text", word, part, place);
            case Operand.Parameter parameter -> {
                if (values.get(parameter.name()) instanceof ParameterValue.Words(var words)) {
                    var what = "parameter (%s):".formatted(parameter.name());
                    words.forEach(word -> ofCall(left.field(), what, word, part, parameter.place()));
                }
            }
            default -> {}
        }
    }

    /** What no call can have, since it is read otherwise or not at all, would be compared in vain. */
    private void ofCall(FactField field, String what, String word, Part part, Place place) {
        if (PlainText.faultInWord(word) != null) {
            return; // told already
        }
        var fault = field.fact() == Fact.CALLER && field.words() == WordKind.FREE
                ? CallWords.faultInCaller(word, part)
                : field.qualified().equals(TASK) ? CallWords.faultInTask(word, part) : null;
        if (fault != null) {
            refusals.add(place, Refusal.UNKNOWN_WORD, "%s: %s (%s) %s".formatted(field.qualified(), what, word, fault));
        }
    }

    private void word(Operand operand) {
        if (operand instanceof Operand.Text(var word, var place)) {
            ask(place, "text", word, PlainText::faultInWord);
        }
    }

    private void ask(Place place, String what, String text, Function<String, @Nullable String> fault) {
        var found = fault.apply(text);
        if (found != null) {
            refusals.add(place, Refusal.MISLEADING_TEXT, "%s (%s) %s".formatted(what, text, found));
        }
    }
}
