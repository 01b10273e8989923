package dev.douane.service.budgets;

import dev.douane.rules.terms.BudgetDefinition;
import dev.douane.rules.terms.BudgetTerms;
import dev.douane.rules.terms.Period;
import dev.douane.rules.terms.ScopeSelector;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is said when a budget is made; two that are equal are the same request. */
record NewBudget(String name, String currency, ScopeSelector scope, boolean isDefault, BudgetTerms terms) {
    /** Of a window: into less of one no call would be made on purpose. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /**
     * Refuses one that no call could ever be for, its only window being over or too short to be met. Not asked of a budget that is there: that one stays what it
     * was made as, under the rules of then.
     *
     * @throws ProblemException INVALID_REQUEST
     */
    void checkWindow(Instant now) {
        if (!(terms.period() instanceof Period.Once(var window))) {
            return;
        }
        if (Duration.between(window.start(), window.end()).compareTo(SHORTEST) < 0) {
            throw refused("(%s) must be a second or more after the start (%s)".formatted(window.end(), window.start()));
        }
        if (!window.end().isAfter(now)) {
            throw refused(
                    "(%s) has passed, it is %s: no call would ever be in this window".formatted(window.end(), now));
        }
    }

    private static ProblemException refused(String why) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST, "The budget cannot be made.", List.of(new Violation("/period/end", why)));
    }

    /**
     * Where a budget that is there is another than this one.
     *
     * @param there with the terms that are in force
     * @return in no order, empty where it is the same
     */
    List<Violation> differencesFrom(BudgetDefinition there, String thereIn) {
        var different = new ArrayList<Violation>();
        differs(different, "currency", currency, thereIn);
        differs(different, "scope", TermsJson.scope(scope), TermsJson.scope(there.scope()));
        differs(different, "default", isDefault, there.isDefault());
        differs(different, "owner", terms.owner(), there.owner());
        differs(different, "amount", terms.amount().toDecimal(2), there.amount().toDecimal(2));
        differs(different, "period", TermsJson.period(terms.period()), TermsJson.period(there.period()));
        differs(different, "enforcement", TermsJson.enforcement(terms.hard()), TermsJson.enforcement(there.hard()));
        differs(different, "overrun", terms.overrun().word(), there.overrun().word());
        differs(different, "estimate", TermsJson.estimate(terms.estimate()), TermsJson.estimate(there.estimate()));
        differs(
                different,
                "rollover",
                TermsJson.rollover(terms.rollover()),
                TermsJson.rollover(there.terms().rollover()));
        differs(
                different,
                "holdExpiry",
                TermsJson.holdExpiry(terms.releases()),
                TermsJson.holdExpiry(there.releases()));
        return different;
    }

    private static void differs(List<Violation> different, String member, Object said, Object there) {
        if (!said.equals(there)) {
            different.add(new Violation("/" + member, "(%s) is %s in the budget that is there".formatted(said, there)));
        }
    }
}
