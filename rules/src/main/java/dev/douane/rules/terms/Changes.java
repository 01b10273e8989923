package dev.douane.rules.terms;

import dev.douane.rules.money.Money;
import dev.douane.rules.usage.EstimateTerms;
import org.jspecify.annotations.Nullable;

/** What an amendment changes; null leaves a term as it is. */
public record Changes(
        @Nullable String owner,
        @Nullable Money amount,
        @Nullable Period period,
        @Nullable Boolean hard,
        @Nullable Overrun overrun,
        @Nullable EstimateTerms estimate,
        @Nullable Rollover rollover,
        @Nullable Boolean releases,
        @Nullable Boolean closed) {
    /** None: every term stays as it is. */
    public static final Changes NONE = new Changes(null, null, null, null, null, null, null, null, null);

    /** The terms with these changes. */
    public BudgetTerms applied(BudgetTerms to) {
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
