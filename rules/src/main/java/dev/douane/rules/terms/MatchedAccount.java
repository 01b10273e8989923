package dev.douane.rules.terms;

import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An account that a call touches, whether it was opened already or not. Of one call, and for one thread at a time. */
public final class MatchedAccount {
    private final Timeline timeline;
    private final BudgetDefinition budget;
    private final AccountKey key;
    private final Period.Span span;
    private final Money extra;
    private final boolean paced;
    private boolean mayCross;

    MatchedAccount(Timeline timeline, BudgetDefinition budget, String scope, Period.Span span, Money extra) {
        this.timeline = timeline;
        this.budget = budget;
        this.key = new AccountKey(budget.id(), scope, span.start());
        this.span = span;
        this.extra = extra;
        this.paced = budget.period().repeats() && !budget.scope().wants(Attribute.RUN);
        this.mayCross = budget.overrun() == Overrun.LAST_CALL_MAY_CROSS;
    }

    /** With the terms of the call's time. */
    public BudgetDefinition budget() {
        return budget;
    }

    /** The terms that the next period begins with, as far as is known; null where the budget touches no call then. */
    public @Nullable BudgetTerms nextTerms() {
        var next = timeline.at(span.end()).terms();
        return next.closed() || !next.period().repeats() ? null : next;
    }

    /** Whether the budget has an account for each value that somebody names, so that whoever asks makes them. */
    public boolean isOneOfMany() {
        return budget.scope().splits();
    }

    /** Whether it is opened with the budget's amount, whatever a period before left. */
    public boolean beginsWithTheAmount() {
        return budget.terms().rollover() instanceof Rollover.None;
    }

    /** Which account it is, in words: {@code budget (seats) has no account for user=u-123 yet}. */
    public String asNew() {
        return "Budget (%s) has no account for %s yet".formatted(budget.name(), key.scope());
    }

    public AccountKey key() {
        return key;
    }

    /** Whether both are the same account of the same budget. */
    public boolean isSameAccountAs(MatchedAccount other) {
        return key.equals(other.key);
    }

    public Period.Span span() {
        return span;
    }

    /** What overrides add to the account's limit at the call's time. It is in every {@link #fact}, and never in the account's row. */
    public Money extra() {
        return extra;
    }

    /** What the account's row says, once it is looked at: terms that this node has not heard of yet. */
    public void stamp(boolean mayCrossByRow) {
        mayCross = mayCrossByRow;
    }

    /** Whether a call is let through as long as the limit is not reached; by the account's row where its figures were asked for. */
    public boolean mayCross() {
        return mayCross;
    }

    /** Whether both are the same account, with the same terms at the same time; what a row was looked at for is no part of it. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MatchedAccount that
                && key.equals(that.key)
                && budget.equals(that.budget)
                && span.equals(that.span)
                && extra.equals(that.extra)
                && timeline.equals(that.timeline);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /**
     * What a rule sees of the account.
     *
     * @param limit as it stands in the account's row, without what overrides add
     */
    public Budget fact(boolean hard, Money limit, Money held, Money spent, Instant at) {
        return new Budget(
                budget.name(),
                budget.owner(),
                key.scope(),
                hard,
                extra.isZero() ? limit : Carry.sum(limit, extra),
                held,
                spent,
                span.start(),
                span.end(),
                at,
                paced);
    }
}
