package dev.douane.rules.decide;

import java.util.SortedSet;

/** The plan that would be, were everything observed enforced. */
record Shadow(Plan plan, SortedSet<String> because) {
    WouldHave under(Purse purse) {
        return new WouldHave(
                plan.answer(plan.admit(purse), purse, Ahead.NOTHING).verdict(), because);
    }
}
