package dev.douane.rules.decide;

import dev.douane.rules.facts.Budget;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the budgets say to a plan. */
public sealed interface Admission {
    /**
     * Every hard budget carries this option.
     *
     * @param tooTight the hard budgets that the plan's first option did not fit in, sorted by name and scope; empty where it is that one
     */
    record Carried(Option option, List<Budget> tooTight) implements Admission {
        public Carried {
            tooTight = List.copyOf(tooTight);
        }

        /** The plan's first option. */
        public Carried(Option option) {
            this(option, List.of());
        }
    }

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

    /** There is nothing that the budgets could decide: the plan has no option, or a rule holds back what they would carry. */
    record NothingToCarry() implements Admission {}
}
