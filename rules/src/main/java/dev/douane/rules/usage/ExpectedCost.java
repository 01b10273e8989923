package dev.douane.rules.usage;

import dev.douane.rules.money.Money;

/**
 * What a call is expected to cost, and what that stands on.
 *
 * @param amount never more than the option's estimate
 * @param outputTokens of each completion, as they are priced
 * @param samples completions that were counted, older ones for less; 0 for the worst case
 */
public record ExpectedCost(Money amount, Basis basis, int outputTokens, long samples) {
    /** Whose observed output lengths an amount stands on. */
    public enum Basis {
        /** This workflow's with this model. */
        WORKFLOW,
        /** All workflows' with this model, since this one's were too few. */
        MODEL,
        /** Nobody's, since even those were too few: it is the most the call can cost. */
        WORST_CASE
    }
}
