package dev.douane.rules.facts;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What the workflow's calls brought in the recent window.
 *
 * @param costPerOutcome spend over outcomes, in whole units of the currency; null while no outcome was reported
 * @param valuePerDollar reported value over spend; null while none was reported
 */
public record Value(
        @Nullable BigDecimal costPerOutcome, @Nullable BigDecimal valuePerDollar) {
    /** No outcome was reported yet. */
    public static final Value UNKNOWN = new Value(null, null);
}
