package dev.douane.service.ledger;

import dev.douane.rules.facts.Budget;
import dev.douane.service.budgets.Touched;

/**
 * An account that is asked whether it carries a call.
 *
 * @param exact its figures
 */
record Asked(Touched account, Budget exact) {}
