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

    /** Whether all that such a call touches is known; where not, it has to be read first, since what is missing looks as if nobody had spent from it. */
    default boolean isComplete(Caller caller, Instant at) {
        return true;
    }
}
