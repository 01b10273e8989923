package dev.douane.rules.pack;

import dev.douane.rules.decide.Fired;
import dev.douane.rules.decide.RuleFailure;
import dev.douane.rules.facts.Facts;

/**
 * Packs that asked for too much work. While one is only observed it is not asked again; where it is enforced it is asked, and refused, call by
 * call.
 *
 * <p>Both are called while a call is decided: they return at once, and are safe for use by many threads.
 */
public interface Quarantine {
    /** Nobody is in it, and nobody comes in. */
    Quarantine NONE = new Quarantine() {
        @Override
        public boolean holds(String pack) {
            return false;
        }

        @Override
        public void overran(Overrun overrun) {
            // whoever asked is told by the failure
        }
    };

    /** @param pack {@code name@version} */
    boolean holds(String pack);

    /** It happened just now. */
    void overran(Overrun overrun);

    /**
     * Notes a failure that is one of too much work; any other is none of this.
     *
     * @param pack {@code name@version}
     */
    default void note(RuleFailure failure, String pack, Fired.Mode mode, Facts facts) {
        failure.excess().ifPresent(excess -> overran(Overrun.of(pack, mode, failure.rule(), excess, facts)));
    }
}
