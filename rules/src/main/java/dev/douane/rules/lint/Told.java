package dev.douane.rules.lint;

import dev.douane.rules.drl.EffectCall;
import dev.douane.rules.drl.Operand;
import dev.douane.rules.drl.Parameter;
import dev.douane.rules.drl.ParameterValue;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.SortedMap;

/** What effects are told, parameters at their defaults. */
record Told(SortedMap<String, Parameter> parameters) {
    /** The one word the effect is told; empty where it is told nothing, several, or what only a call can say. */
    Optional<String> word(EffectCall effect) {
        return effect.arguments().stream().findFirst().flatMap(argument -> switch (argument) {
            case Operand.Text(var value, var unused) -> Optional.of(value);
            case Operand.Parameter(var name, var ignored, var unused) ->
                byDefault(name)
                        .filter(ParameterValue.Words.class::isInstance)
                        .map(ParameterValue.Words.class::cast)
                        .filter(words -> words.values().size() == 1)
                        .map(words -> words.values().getFirst());
            default -> Optional.empty();
        });
    }

    /** The number or amount the effect is told. */
    Optional<BigDecimal> amount(EffectCall effect) {
        return effect.arguments().stream().findFirst().flatMap(argument -> switch (argument) {
            case Operand.Amount(var value, var unused) -> Optional.of(value);
            case Operand.Parameter(var name, var ignored, var unused) ->
                byDefault(name)
                        .filter(ParameterValue.Amount.class::isInstance)
                        .map(value -> ((ParameterValue.Amount) value).value());
            default -> Optional.empty();
        });
    }

    private Optional<ParameterValue> byDefault(String name) {
        return Optional.ofNullable(parameters.get(name)).map(Parameter::byDefault);
    }
}
