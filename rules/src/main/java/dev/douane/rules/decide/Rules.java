package dev.douane.rules.decide;

import dev.douane.rules.call.Caller;
import dev.douane.rules.facts.Facts;
import java.time.Instant;

/** A compiled ruleset, as the pipeline sees it: facts in, effects out. Safe for use by many threads. */
public interface Rules {
    /** No rule at all. */
    Rules NONE = new Rules() {
        @Override
        public Classification classify(Facts facts) {
            return Classification.NONE;
        }

        @Override
        public Effects evaluate(Facts facts) {
            return Effects.NONE;
        }
    };

    /**
     * The rules as they stand for one call: whether a pack counts, is only observed or says nothing may depend on who asks and when. The same
     * caller and time give the same rules.
     *
     * @param at the decision's time
     */
    default Rules forCall(Caller caller, Instant at) {
        return this;
    }

    /**
     * Asks the classification packs what kind of work this is.
     *
     * @throws RuleFailure if a rule threw or the evaluation passed its limit
     */
    Classification classify(Facts facts);

    /**
     * Evaluates every enforcing and observing rule of the other packs against one call's facts.
     *
     * @return effects sorted by rule id; empty when no rule applied
     * @throws RuleFailure if a rule threw or the evaluation passed its limit; the call is then denied, never let through
     */
    Effects evaluate(Facts facts);
}
