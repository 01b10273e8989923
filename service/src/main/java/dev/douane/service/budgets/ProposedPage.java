package dev.douane.service.budgets;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What was proposed of all budgets, newest first.
 *
 * @param next the cursor of the next page, absent on the last
 */
@Schema(name = "ProposedForBudgetPage")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProposedPage(List<ProposedView> proposals, @Nullable String next) {}
