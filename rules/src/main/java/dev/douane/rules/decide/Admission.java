package dev.douane.rules.decide;

import dev.douane.rules.facts.Budget;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the budgets say to a plan. */
public sealed interface Admission {
    /** Every hard budget carries this option. */
    record Carried(Option option) implements Admission {}

    /**
     * No option of the plan fits.
     *
     * @param tightest the hard budgets that the cheapest option does not fit in, sorted by name and scope
     * @param freesUpAt when all of them have a new period that the cheapest option fits in; null where it never will
     */
    record OverBudget(List<Budget> tightest, @Nullable Instant freesUpAt) implements Admission {
        public OverBudget {
            tightest = List.copyOf(tightest);
        }
    }

    /** The plan has no option; no budget was asked. */
    record NothingToCarry() implements Admission {}
}
