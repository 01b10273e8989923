package dev.douane.service.budgets;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What somebody else was asked to approve, of whichever budget: one of the two.
 *
 * @param budget the id of the budget
 * @param budgetName what people call it
 * @param budgetOwner who answers for it now
 * @param change of its terms
 * @param override more money for a while
 */
@Schema(name = "ProposedForBudget")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProposedView(
        UUID budget,
        String budgetName,
        String budgetOwner,
        @Nullable BudgetProposalView change,
        BudgetHistory.@Nullable OverrideView override) {
    /** One word for what became of it. */
    String state() {
        return change != null ? change.state() : override != null ? override.state() : "";
    }
}
