package dev.douane.service.ledger;

import dev.douane.rules.decide.Decision;
import dev.douane.rules.facts.Budget;
import dev.douane.service.audit.DecisionRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what was decided. Called on the writer's thread, inside the batch, possibly again after a failure: the last call counts. */
@FunctionalInterface
public interface Recording {
    /**
     * Makes the row, with the answer in it.
     *
     * @param budgetsAfter the accounts the call touches, exact, with this decision's hold in them; sorted by name
     * @param hold what is set aside; null where nothing is
     */
    DecisionRecord record(Decision decision, List<Budget> budgetsAfter, @Nullable Hold hold);
}
