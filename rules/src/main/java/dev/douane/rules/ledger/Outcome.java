package dev.douane.rules.ledger;

import dev.douane.rules.decide.Admission;
import dev.douane.rules.decide.Decision;
import dev.douane.rules.facts.Budget;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What came of one ask. True once the batch it is in is committed. */
public sealed interface Outcome {
    /** What it is the outcome of. */
    Ask ask();

    /**
     * A call was decided.
     *
     * @param lines the accounts it touches, in the order in which budgets are told
     * @param onlySeen what rules saw of accounts that are in none of the lines, in that order
     * @param hold what was set aside; null where nothing was
     */
    record Made(
            Ask.Decide ask,
            Admission admission,
            Decision decision,
            List<AccountLine> lines,
            List<Budget> onlySeen,
            @Nullable Hold hold)
            implements Outcome {
        public Made {
            lines = List.copyOf(lines);
            onlySeen = List.copyOf(onlySeen);
        }
    }

    /**
     * An earlier answer is given again.
     *
     * @param of the decision that was made then; it may be earlier in the same batch
     * @param isHeldAgain whether its money was gone and was set aside once more
     * @param hold as it stands; null where that decision held nothing
     * @param lines the accounts as they stand, in the order in which budgets are told; empty where the money was not gone
     */
    record Repeated(
            Ask.Decide ask,
            UUID of,
            boolean isHeldAgain,
            @Nullable Hold hold,
            List<AccountLine> lines) implements Outcome {
        public Repeated {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A hold was settled, reported on or voided, or stands so already.
     *
     * @param hold as it stands
     * @param isChanged whether this ask changed it
     * @param observed what the call tells of the next of its kind; null where it tells nothing new
     */
    record Ended(
            Ask ask, Hold hold, boolean isChanged, @Nullable Observed observed) implements Outcome {}

    /**
     * How long the output of a call was.
     *
     * @param model that served it
     * @param outputTokens of all completions together
     * @param completions how many there were
     */
    record Observed(String model, int outputTokens, int completions) {}

    /**
     * It was not done, and asking again would not help.
     *
     * @param about the deployment that has no price; else empty
     */
    record Refused(Ask ask, Refusal why, String about) implements Outcome {}

    /** Its deadline had passed when its turn came: nothing was decided. */
    record TooLate(Ask.Decide ask) implements Outcome {}

    /** So many holds ended. */
    record Expired(Ask.Expire ask, int holds) implements Outcome {}

    /** The core met a fault in itself, or in what was read: the batch was decided as if this had never been asked. */
    record Broke(Ask ask, RuntimeException cause) implements Outcome {}
}
