package dev.douane.rules.ledger;

import dev.douane.rules.money.Money;
import dev.douane.rules.terms.AccountKey;
import java.time.Instant;

/**
 * One account's row as it stood when it was read.
 *
 * @param id more than zero
 * @param hard whether a call that does not fit is refused
 * @param mayCross whether a call is let through as long as the limit is not reached
 * @param limit without what overrides add
 * @param version counts the changes from zero; of two pictures of one account the one with the higher is newer
 */
public record Account(
        long id,
        AccountKey key,
        Instant periodEnd,
        boolean hard,
        boolean mayCross,
        Money limit,
        Money held,
        Money spent,
        long version) {
    /**
     * The row once a batch has changed it.
     *
     * @throws ArithmeticException if a figure no longer fits
     * @throws IllegalArgumentException if a figure would be negative
     */
    public Account after(Delta delta) {
        return new Account(
                id,
                key,
                periodEnd,
                hard,
                mayCross,
                limit,
                new Money(Math.addExact(held.nanos(), delta.held())),
                new Money(Math.addExact(spent.nanos(), delta.spent())),
                version + 1);
    }
}
