package dev.douane.rules.terms;

import dev.douane.rules.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * More money for a while, approved by somebody else than who asked for it. It begins and ends by the clock, on every node, without any write.
 *
 * @param number among the budget's overrides
 * @param scope the one account it is for; null for each of the budget
 * @param from first instant
 * @param until first instant after it
 */
public record ApprovedOverride(int number, @Nullable String scope, Money amount, Instant from, Instant until) {
    boolean runs(String account, Instant at) {
        return runs(at) && (scope == null || scope.equals(account));
    }

    /** Whether it adds to its accounts at that time. */
    public boolean runs(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }
}
