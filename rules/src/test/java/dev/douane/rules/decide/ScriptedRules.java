package dev.douane.rules.decide;

import dev.douane.rules.facts.Facts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules that say the same whatever they are asked.
 *
 * @param failing the rule in whose name they fail instead, null where they do not
 * @param failures rules that fail and are only observed
 */
record ScriptedRules(
        List<Fired> classification,
        List<Fired> effects,
        @Nullable String failing,
        List<Effects.Failure> failures) implements Rules {
    @Override
    public Classification classify(Facts facts) {
        return new Classification(Effects.of(classification));
    }

    @Override
    public Effects evaluate(Facts facts) {
        if (failing != null) {
            throw new RuleFailure(failing, "scripted to fail");
        }
        var said = Effects.of(effects);
        for (var failure : failures) {
            said = said.plus(Effects.failedWhileObserved(failure));
        }
        return said;
    }
}
