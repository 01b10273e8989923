package dev.douane.service.ledger;

import dev.douane.rules.facts.Budget;
import dev.douane.rules.terms.MatchedAccount;

/**
 * An account that is asked whether it carries a call.
 *
 * @param exact its figures
 */
record Asked(MatchedAccount account, Budget exact) {}
