package dev.douane.rules.usage;

import dev.douane.rules.call.Question;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.money.Money;

/** What calls are expected to cost. One picture serves a whole batch; asked on the decide path, so it neither locks nor reads anything. */
@FunctionalInterface
public interface ExpectedCosts {
    /** Knows nothing: every call is expected to cost the most it can. */
    ExpectedCosts NOTHING_KNOWN = (question, deployment, maxOutputTokens, worstCase, terms) ->
            new ExpectedCost(worstCase, ExpectedCost.Basis.WORST_CASE, maxOutputTokens, 0);

    /**
     * What a call is expected to cost, and why.
     *
     * @param deployment where it would go
     * @param maxOutputTokens how long a completion can be there
     * @param worstCase the most it can cost there
     * @param terms of an account's budget, with {@link EstimateTerms.Mode#EXPECTED}
     * @return never more than the worst case; that itself where too little was observed
     */
    ExpectedCost expected(
            Question question, Deployment deployment, int maxOutputTokens, Money worstCase, EstimateTerms terms);
}
