package dev.douane.rules.decide;

import java.util.Optional;

/**
 * What the classification packs said.
 *
 * @param effects classes and flags
 */
public record Classification(Effects effects) {
    public static final Classification NONE = new Classification(Effects.NONE);

    /** The class given; where rules gave several, the first in alphabetical order, so that rule order cannot matter. */
    public Optional<String> workloadClass() {
        return effects.enforced().stream()
                .map(Fired::effect)
                .filter(Effect.Classify.class::isInstance)
                .map(effect -> ((Effect.Classify) effect).workloadClass())
                .min(String::compareTo);
    }
}
