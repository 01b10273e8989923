package dev.douane.service.ledger;

import dev.douane.rules.decide.Decision;
import dev.douane.service.audit.DecisionRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what was decided. Called on the writer's thread, inside the batch, possibly again after a failure: the last call counts. */
@FunctionalInterface
public interface Recording {
    /**
     * Makes the row, with the answer in it.
     *
     * @param accounts those the call touches, in the order in which budgets are told
     * @param hold what is set aside; null where nothing is
     */
    DecisionRecord record(Decision decision, List<AccountAfter> accounts, @Nullable Hold hold);
}
