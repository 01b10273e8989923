package dev.douane.service.budgets;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A budget in a list, with the figures of its period's accounts taken together.
 *
 * @param held set aside by decisions that are not settled
 * @param spent settled, or presumed spent
 * @param remaining what a further call may take at most; absent where each value of an attribute has an account of its own
 * @param usedFraction held and spent as a part of what may be spent, of the fullest account; more than 1 is an overrun
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BudgetListed(
        @JsonUnwrapped BudgetSummary budget,
        String held,
        String spent,
        @Nullable String remaining,
        BigDecimal usedFraction) {
    /** @param splits whether each value of an attribute has an account of its own */
    static BudgetListed of(BudgetSummary budget, boolean splits, BudgetFigures figures) {
        return new BudgetListed(
                budget,
                figures.held().toDecimal(2),
                figures.spent().toDecimal(2),
                splits ? null : figures.remaining().toDecimal(2),
                figures.used());
    }
}
