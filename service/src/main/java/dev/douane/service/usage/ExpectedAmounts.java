package dev.douane.service.usage;

import dev.douane.rules.call.Question;
import dev.douane.rules.decide.Option;
import dev.douane.rules.money.Money;

/** What calls are expected to cost. One picture serves a whole batch; asked on the decide path, so it neither locks nor reads anything. */
@FunctionalInterface
public interface ExpectedAmounts {
    /** Knows nothing: every call is expected to cost the most it can. */
    ExpectedAmounts NOTHING_KNOWN = (question, option, terms) ->
            new Expectation(option.estimate(), Expectation.Basis.WORST_CASE, option.maxOutputTokens(), 0);

    /**
     * What a call is expected to cost, and why.
     *
     * @param terms of an account's budget, with {@link EstimateTerms.Mode#EXPECTED}
     */
    Expectation expected(Question question, Option option, EstimateTerms terms);

    /**
     * What an account with such terms holds for a call.
     *
     * @param terms of the account's budget, whatever their mode
     * @return never more than the option's estimate; that itself where too little was observed
     */
    default Money amount(Question question, Option option, EstimateTerms terms) {
        return terms.isExpected() ? expected(question, option, terms).amount() : option.estimate();
    }
}
