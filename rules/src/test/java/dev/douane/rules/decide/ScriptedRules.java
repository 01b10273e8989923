package dev.douane.rules.decide;

import dev.douane.rules.facts.Facts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules that say the same whatever they are asked.
 *
 * @param failing the rule in whose name they fail instead, null where they do not
 */
record ScriptedRules(
        List<Fired> classification,
        List<Fired> effects,
        @Nullable String failing) implements Rules {
    @Override
    public Classification classify(Facts facts) {
        return new Classification(Effects.of(classification));
    }

    @Override
    public Effects evaluate(Facts facts) {
        if (failing != null) {
            throw new RuleFailure(failing, "scripted to fail");
        }
        return Effects.of(effects);
    }
}
