package dev.douane.rules.drools;

import dev.douane.rules.call.Caller;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.RuleFailure;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.pack.Modes;
import java.time.Instant;

/**
 * A pack with a rule base of its own, since it is not enforced for whoever asks whenever.
 *
 * @param reference {@code name@version}
 */
record ApartPack(SessionPool pool, Modes modes, String reference) {
    /**
     * What it says to one call; while it is observed for that call, a failure too is only something to note, and what would be too much work
     * is not begun.
     *
     * @throws RuleFailure if it is enforced for that call and fails
     */
    Effects ask(Facts facts, Caller caller, Instant at) {
        var mode = modes.of(caller, at);
        if (mode == null) {
            return Effects.NONE;
        }
        if (mode == Fired.Mode.ENFORCE) {
            return pool.evaluate(facts);
        }
        if (!pool.isWithin(facts)) {
            return Effects.dropped(new Effects.Dropped(reference, Effects.Dropped.WORK));
        }
        try {
            return pool.evaluate(facts).asObserved();
        } catch (RuleFailure failure) {
            return Effects.failedWhileObserved(new Effects.Failure(failure.rule(), reference));
        }
    }
}
