package dev.douane.rules.decide;

import java.util.SortedSet;

/** The plan that would be, were everything observed enforced. */
record Shadow(Plan plan, SortedSet<String> because) {
    WouldHave under(Headroom headroom) {
        return new WouldHave(
                plan.answer(plan.admit(headroom), headroom, Ahead.NOTHING).verdict(), because);
    }
}
