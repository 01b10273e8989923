package dev.douane.service.ledger;

import dev.douane.rules.money.Money;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.rules.usage.ExpectedCost;
import org.jspecify.annotations.Nullable;

/**
 * What one account holds for a call.
 *
 * @param expectation what the amount stands on; null where all accounts that the call touches hold the worst case by their terms
 */
record Share(MatchedAccount account, Money amount, @Nullable ExpectedCost expectation) {}
