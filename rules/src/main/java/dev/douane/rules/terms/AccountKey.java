package dev.douane.rules.terms;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/** What makes an account that account: one budget, one scope value, one period. Ordered, so that all nodes open new ones in one order. */
public record AccountKey(UUID budget, String scope, Instant periodStart) implements Comparable<AccountKey> {
    private static final Comparator<AccountKey> ORDER = Comparator.comparing(AccountKey::budget)
            .thenComparing(AccountKey::scope)
            .thenComparing(AccountKey::periodStart);

    /** Written out, since keys are looked up several times a decision, and a record's own go through method handles. */
    @Override
    public boolean equals(Object other) {
        return other instanceof AccountKey that
                && scope.equals(that.scope)
                && budget.equals(that.budget)
                && periodStart.equals(that.periodStart);
    }

    @Override
    public int hashCode() {
        return (scope.hashCode() * 31 + budget.hashCode()) * 31 + periodStart.hashCode();
    }

    @Override
    public int compareTo(AccountKey other) {
        return ORDER.compare(this, other);
    }
}
