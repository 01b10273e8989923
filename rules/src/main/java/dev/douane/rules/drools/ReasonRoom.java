package dev.douane.rules.drools;

import dev.douane.rules.decide.Effects;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.ReasonLength;
import dev.douane.rules.decide.RuleFailure;
import dev.douane.rules.limits.Limit;

/**
 * How long the reasons of one stage of one call may still be, over the packs that are evaluated one by one. What is observed has room of its own: it
 * never takes any from what counts. Not safe for use by several threads.
 */
final class ReasonRoom {
    private static final long MOST = Limit.REASON_CHARS.most();

    private long enforced = MOST;
    private long observed = MOST;

    /** Takes what a pack said if there is room for all of it, and nothing otherwise. */
    boolean takes(Effects effects, Fired.Mode mode) {
        if (effects.equals(Effects.NONE)) {
            return true;
        }
        long length = effects.reasonLength();
        if (length > (mode == Fired.Mode.ENFORCE ? enforced : observed)) {
            return false;
        }
        if (mode == Fired.Mode.ENFORCE) {
            enforced -= length;
        } else {
            observed -= length;
        }
        return true;
    }

    /** There was no room for what a pack said that counts. */
    static RuleFailure failure(Effects effects) {
        var shares = new Shares();
        effects.enforced().forEach(fired -> shares.add(fired.rule(), ReasonLength.of(fired)));
        return RuleFailure.tooLongReasons(shares.largest(), MOST);
    }
}
