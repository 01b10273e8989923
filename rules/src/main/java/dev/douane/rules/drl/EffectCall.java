package dev.douane.rules.drl;

import java.util.List;

/**
 * One effect a rule has: {@code decision.capTier("standard")}.
 *
 * @param arguments as many as the effect takes, of the types it takes: none or one
 */
public record EffectCall(EffectWord effect, List<Operand> arguments, Place place) {
    public EffectCall {
        arguments = List.copyOf(arguments);
    }
}
