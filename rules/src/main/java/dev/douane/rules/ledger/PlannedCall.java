package dev.douane.rules.ledger;

import dev.douane.rules.call.Question;
import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.decide.Admission;
import dev.douane.rules.decide.Decision;
import dev.douane.rules.decide.Headroom;
import dev.douane.rules.decide.Plan;
import dev.douane.rules.facts.Budget;
import java.time.Instant;
import java.util.List;

/** What the ledger has to know of a plan: what was asked, what rules saw of the budgets, and what it becomes once the budgets have spoken. */
public interface PlannedCall {
    /** What was asked. */
    Question question();

    /** The decision's time. */
    Instant at();

    /** The budgets as the rules saw them. */
    List<Budget> seen();

    /** Where the call can go, and what it costs there. */
    Catalog catalog();

    /** Asks the budgets for the first option that every hard one carries. */
    Admission admit(Headroom headroom);

    /**
     * What is answered once the budgets have spoken.
     *
     * @param admission what {@link #admit} said of {@code headroom}
     * @param headroom the same, or one of the same figures
     */
    Decision decide(Admission admission, Headroom headroom);

    /** The part of a plan that the ledger has to know. */
    static PlannedCall of(Plan plan) {
        return new OfPlan(plan);
    }

    /** A decider's plan. */
    record OfPlan(Plan plan) implements PlannedCall {
        @Override
        public Question question() {
            return plan.question();
        }

        @Override
        public Instant at() {
            return plan.at();
        }

        @Override
        public List<Budget> seen() {
            return plan.facts().budgets();
        }

        @Override
        public Catalog catalog() {
            return plan.snapshot().catalog().catalog();
        }

        @Override
        public Admission admit(Headroom headroom) {
            return plan.admit(headroom);
        }

        @Override
        public Decision decide(Admission admission, Headroom headroom) {
            return plan.decide(admission, headroom);
        }
    }
}
