package dev.douane.service.ledger;

import dev.douane.rules.decide.Decided;
import dev.douane.service.audit.DecisionRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what was decided, and gives answers again. Called on a lane's thread, inside the batch, possibly again after a failure: the
 * last call counts. Answers are JSON in UTF-8.
 */
public interface Recording {
    /**
     * Makes the row, with the answer in it.
     *
     * @param accounts those the call touches, in the order in which budgets are told
     * @param hold what is set aside; null where nothing is
     */
    DecisionRecord record(Decided decided, List<AccountAfter> accounts, @Nullable Hold hold);

    /** Whether this decision would be answered as it was recorded, but for the id, the time, and what is held and left. */
    boolean wouldAnswer(byte[] recorded, Decided decided);

    /** A recorded answer with its hold as it stands now; the very bytes where that is as it was. */
    byte[] repeat(byte[] recorded, Hold hold);

    /**
     * The same where the hold was gone and was taken again.
     *
     * @param accounts as they stand with it, in the order in which budgets are told
     */
    byte[] repeat(byte[] recorded, Hold hold, List<AccountAfter> accounts);

    /** A recorded answer whose call was settled: nothing is held for it any more. */
    byte[] repeatSettled(byte[] recorded, HoldStatus settled);
}
