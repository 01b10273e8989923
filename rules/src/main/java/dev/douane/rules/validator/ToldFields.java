package dev.douane.rules.validator;

import dev.douane.rules.drl.ArgumentType;
import dev.douane.rules.drl.EffectCall;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.ParameterValue;
import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.RuleTree;
import java.util.Map;

/**
 * Refuses effects that are told a field which cannot be what they take in every call that the rule fires for: a value that decides is not
 * guessed, so such a call would be denied. A flag decides nothing, and shows whatever there is.
 */
final class ToldFields {
    /** The level since which it is asked. */
    static final int SINCE = 3;

    private ToldFields() {}

    static void check(RuleTree rule, Map<String, ParameterValue> values, Refusals refusals) {
        for (var call : rule.then()) {
            for (var told : call.arguments()) {
                switch (told) {
                    case Operand.Variable(var unused, var field, var ignored) ->
                        check(rule, call, told, field, values, refusals);
                    case Operand.Field(var field, var unused) ->
                        check(rule, call, told, field.field(), values, refusals);
                    case Operand.Text said -> {}
                    case Operand.Amount said -> {}
                    case Operand.Truth said -> {}
                    case Operand.Missing said -> {}
                    case Operand.Parameter set -> {}
                }
            }
        }
    }

    private static void check(
            RuleTree rule,
            EffectCall call,
            Operand told,
            FactField field,
            Map<String, ParameterValue> values,
            Refusals refusals) {
        if (call.effect().showsOnly()) {
            return;
        }
        var certainty = new Certainty(rule.when(), values, told);
        if (field.mayBeMissing() && !certainty.isThere()) {
            refuse(call, told, field, "may be missing", field.name() + " != null", refusals);
        }
        if (field.mayBeLong()) {
            refusals.add(
                    told.place(),
                    Refusal.UNSURE_VALUE,
                    "%s is told (%s), and %s may be longer than a word\nMaybe write the word itself."
                            .formatted(call.effect().name(), RuleText.of(told), field.qualified()));
        }
        if (call.effect().argument() == ArgumentType.COUNT && field.mayBeZero() && !certainty.isOneOrMore()) {
            refuse(call, told, field, "may be 0", field.name() + " > 0", refusals);
        }
    }

    private static void refuse(
            EffectCall call, Operand told, FactField field, String fault, String condition, Refusals refusals) {
        refusals.add(
                told.place(),
                Refusal.UNSURE_VALUE,
                "%s is told (%s), and %s %s: what decides is not guessed\nMaybe add %s where the rule looks at that %s."
                        .formatted(
                                call.effect().name(),
                                RuleText.of(told),
                                field.qualified(),
                                fault,
                                condition,
                                field.fact().word()));
    }
}
