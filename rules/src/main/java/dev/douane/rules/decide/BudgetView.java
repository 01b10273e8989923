package dev.douane.rules.decide;

import dev.douane.rules.call.Caller;
import dev.douane.rules.facts.Budget;
import java.time.Instant;
import java.util.List;

/** The budgets as one node last saw them. Immutable. */
@FunctionalInterface
public interface BudgetView {
    /** No budgets. */
    BudgetView NONE = (caller, at) -> List.of();

    /** The accounts that a call of this caller touches at that time, sorted by name and scope. */
    List<Budget> touching(Caller caller, Instant at);
}
