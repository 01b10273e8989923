package dev.douane.service.budgets;

import dev.douane.rules.money.Money;
import dev.douane.service.usage.EstimateTerms;
import org.jspecify.annotations.Nullable;

/** What an amendment changes; null leaves a term as it is. */
record Changes(
        @Nullable String owner,
        @Nullable Money amount,
        @Nullable Period period,
        @Nullable Boolean hard,
        @Nullable Overrun overrun,
        @Nullable EstimateTerms estimate,
        @Nullable Rollover rollover,
        @Nullable Boolean releases,
        @Nullable Boolean closed) {
    static final Changes NONE = new Changes(null, null, null, null, null, null, null, null, null);

    /** The terms with these changes. */
    BudgetTerms applied(BudgetTerms to) {
        return new BudgetTerms(
                or(owner, to.owner()),
                or(amount, to.amount()),
                or(period, to.period()),
                or(hard, to.hard()),
                or(overrun, to.overrun()),
                or(estimate, to.estimate()),
                or(rollover, to.rollover()),
                or(releases, to.releases()),
                or(closed, to.closed()));
    }

    private static <T> T or(@Nullable T changed, T before) {
        return changed != null ? changed : before;
    }
}
