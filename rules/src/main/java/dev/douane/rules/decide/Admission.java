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
     * @param tooTight the hard budgets that stood in the way of what comes before it: of the first option of every group passed over, and of
     *     its own group's first. In {@link Headroom#ORDER}; empty where it is the plan's first option
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
     * @param nearest the option that will fit first, of several the cheapest; where none is known ever to fit, the cheapest
     * @param tightest the hard budgets that it does not fit in, in {@link Headroom#ORDER}
     * @param freesUpAt when all of them have a new period that it fits in; null where that is not known ever to be
     */
    record OverBudget(
            Option nearest, List<Budget> tightest, @Nullable Instant freesUpAt) implements Admission {
        public OverBudget {
            tightest = List.copyOf(tightest);
        }
    }

    /** There is nothing that the budgets could decide: the plan has no option, or a rule holds back what they would carry. */
    record NothingToCarry() implements Admission {}
}
