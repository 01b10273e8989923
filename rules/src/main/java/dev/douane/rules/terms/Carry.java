package dev.douane.rules.terms;

import dev.douane.rules.money.Money;
import java.time.Instant;

/** What earlier periods leave to a later one. */
public final class Carry {
    private Carry() {}

    /**
     * What comes into a period. The periods in between, in which nobody opened the account, left all they had; a budget that was closed
     * carries nothing over. Whether and how much is carried is up to the terms that are in force when the receiving period begins.
     *
     * @param start of the period that receives
     * @param left of the last account before it: its limit without what is held and spent
     * @param ended when the period of that account ended
     */
    public static Money into(Timeline budget, Instant start, Money left, Instant ended) {
        var at = ended;
        while (at.isBefore(start)) {
            var terms = budget.at(at).terms();
            left = terms.closed()
                    ? Money.ZERO
                    : sum(terms.amount(), terms.rollover().carried(left));
            var end = budget.span(at).end();
            if (!end.isAfter(at)) {
                throw new IllegalStateException("budget (%s) has no period at %s".formatted(budget, at));
            }
            at = end;
        }
        return budget.at(start).terms().rollover().carried(left);
    }

    /** The sum, or the largest amount there is. */
    public static Money sum(Money one, Money other) {
        var sum = one.nanos() + other.nanos();
        return sum < 0 ? Money.MAX : new Money(sum);
    }
}
