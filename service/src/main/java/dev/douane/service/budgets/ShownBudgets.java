package dev.douane.service.budgets;

import dev.douane.service.catalog.ActiveCatalog;
import dev.douane.service.identity.KnownKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Budgets as people are shown them: with the names of those who made them, and whether calls match. Blocks. */
@ApplicationScoped
class ShownBudgets {
    private final ActiveCatalog catalog;
    private final BudgetMatches matches;
    private final KnownKeys keys;

    ShownBudgets(ActiveCatalog catalog, BudgetMatches matches, KnownKeys keys) {
        this.catalog = catalog;
        this.matches = matches;
        this.keys = keys;
    }

    /**
     * In the order given.
     *
     * @param at whose terms are shown
     */
    List<BudgetSummary> of(List<BudgetRegister.Registered> budgets, Instant at) throws SQLException {
        var index = catalog.current();
        var matched = matches.last(
                budgets.stream().map(each -> each.budget().made().id()).toList());
        return budgets.stream()
                .map(each -> BudgetSummary.of(
                        each,
                        at,
                        keys,
                        Unmet.of(each.budget().made().scope(), index),
                        matched.get(each.budget().made().id())))
                .toList();
    }

    /** Only one. */
    BudgetSummary of(BudgetRegister.Registered budget, Instant at) throws SQLException {
        return of(List.of(budget), at).getFirst();
    }

    /** As it was known at an earlier time: whether calls match, and when one last did, is told of now alone. */
    BudgetSummary then(BudgetRegister.Registered budget, Instant then) {
        return BudgetSummary.of(budget, then, keys, null, null);
    }
}
