package dev.douane.service.budgets;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Budgets by name.
 *
 * @param next the cursor of the next page, absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BudgetPage(List<BudgetListed> budgets, @Nullable String next) {}
