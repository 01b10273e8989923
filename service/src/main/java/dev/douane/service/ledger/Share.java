package dev.douane.service.ledger;

import dev.douane.rules.money.Money;
import dev.douane.service.budgets.Touched;
import dev.douane.service.usage.Expectation;
import org.jspecify.annotations.Nullable;

/**
 * What one account holds for a call.
 *
 * @param expectation what the amount stands on; null where all accounts that the call touches hold the worst case by their terms
 */
record Share(Touched account, Money amount, @Nullable Expectation expectation) {}
