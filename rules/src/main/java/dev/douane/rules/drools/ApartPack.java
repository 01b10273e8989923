package dev.douane.rules.drools;

import dev.douane.rules.call.Caller;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.RuleFailure;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.pack.Modes;
import dev.douane.rules.pack.Quarantine;
import java.time.Instant;

/**
 * A pack with a rule base of its own, since it is not enforced for whoever asks whenever.
 *
 * @param reference {@code name@version}
 */
record ApartPack(SessionPool pool, Modes modes, String reference, Quarantine quarantine) {
    /**
     * What it says to one call; while it is observed for that call, a failure too is only something to note, what would be too much work is
     * not begun, and one that was too much work before is not asked. One that alone is little enough is left out of this call, or fails it,
     * where the packs before it have said so much that its reasons would be too long with theirs.
     *
     * @param room what is left for reasons of this stage
     * @throws RuleFailure if it is enforced for that call and fails
     */
    Effects ask(Facts facts, Caller caller, Instant at, ReasonRoom room) {
        var mode = modes.of(caller, at);
        if (mode == null) {
            return Effects.NONE;
        }
        if (mode == Fired.Mode.OBSERVE && quarantine.holds(reference)) {
            return dropped(Effects.Dropped.QUARANTINE);
        }
        Effects effects;
        try {
            effects = pool.evaluate(facts);
        } catch (RuleFailure failure) {
            quarantine.note(failure, reference, mode, facts);
            if (mode == Fired.Mode.ENFORCE) {
                throw failure;
            }
            return pool.isWithin(facts)
                    ? Effects.failedWhileObserved(new Effects.Failure(failure.rule(), reference))
                    : dropped(Effects.Dropped.WORK);
        }
        if (room.takes(effects, mode)) {
            return mode == Fired.Mode.ENFORCE ? effects : effects.asObserved();
        }
        if (mode == Fired.Mode.ENFORCE) {
            throw ReasonRoom.failure(effects); // no quarantine: alone it says little enough
        }
        return dropped(Effects.Dropped.WORK);
    }

    private Effects dropped(String why) {
        return Effects.dropped(new Effects.Dropped(reference, why));
    }
}
