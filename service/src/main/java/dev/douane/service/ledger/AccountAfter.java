package dev.douane.service.ledger;

import dev.douane.rules.facts.Budget;
import dev.douane.rules.usage.ExpectedCost;
import org.jspecify.annotations.Nullable;

/**
 * An account that a decided call touches.
 *
 * @param figures exact, with this decision's hold in them
 * @param expectation what the hold's amount there stands on; null where nothing is held, or all accounts hold the worst case by their terms
 */
public record AccountAfter(Budget figures, @Nullable ExpectedCost expectation) {
    /** An account in which nothing is held, or the worst case. */
    public AccountAfter(Budget figures) {
        this(figures, null);
    }
}
