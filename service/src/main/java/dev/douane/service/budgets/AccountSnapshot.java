package dev.douane.service.budgets;

import dev.douane.rules.money.Money;
import dev.douane.rules.terms.AccountKey;
import java.time.Instant;

/**
 * One account's row as it stood when it was read.
 *
 * @param hard whether a call that does not fit is refused
 * @param mayCross whether a call is let through as long as the limit is not reached
 * @param version counts the changes; of two pictures the one with the higher is newer
 */
record AccountSnapshot(
        long id,
        AccountKey key,
        Instant periodEnd,
        boolean hard,
        boolean mayCross,
        Money limit,
        Money held,
        Money spent,
        long version) {}
