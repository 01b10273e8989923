package dev.douane.rules.decide;

import dev.douane.rules.facts.Facts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rules that say the same whatever they are asked, but for what comes from a budget's state.
 *
 * @param lifting what is no longer said once the first budget has come to an instant
 * @param failing the rule in whose name they fail instead, null where they do not
 * @param failures rules that fail and are only observed
 */
record ScriptedRules(
        List<Fired> classification,
        List<Fired> effects,
        Map<Fired, Instant> lifting,
        @Nullable String failing,
        List<Effects.Failure> failures)
        implements Rules {
    ScriptedRules(
            List<Fired> classification, List<Fired> effects, @Nullable String failing, List<Effects.Failure> failures) {
        this(classification, effects, Map.of(), failing, failures);
    }

    @Override
    public Classification classify(Facts facts) {
        return new Classification(Effects.of(classification));
    }

    @Override
    public Effects evaluate(Facts facts) {
        if (failing != null) {
            throw new RuleFailure(failing, "scripted to fail");
        }
        var said = Effects.of(
                effects.stream().filter(fired -> isSaid(fired, facts)).toList());
        for (var failure : failures) {
            said = said.plus(Effects.failedWhileObserved(failure));
        }
        return said;
    }

    private boolean isSaid(Fired fired, Facts facts) {
        var lifts = lifting.get(fired);
        return lifts == null || facts.budgets().getFirst().at().isBefore(lifts);
    }
}
