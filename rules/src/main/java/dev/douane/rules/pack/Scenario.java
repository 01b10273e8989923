package dev.douane.rules.pack;

import dev.douane.rules.call.Question;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.facts.Outage;
import java.time.Instant;
import java.util.List;

/**
 * One case that a pack's author promises: a question on a small catalog, and what must come of it.
 *
 * @param file the file it stands in, {@code tests/…}
 * @param line where it begins
 * @param column from 1, or 0 where none can be named
 * @param name what it says, unique in its file
 * @param at the decision's time
 * @param budgets the accounts the call touches, sorted by name and scope
 */
public record Scenario(
        String file,
        int line,
        int column,
        String name,
        Question question,
        CatalogIndex catalog,
        Instant at,
        List<Budget> budgets,
        List<Outage> outages,
        Expectation expected) {
    public Scenario {
        budgets = List.copyOf(budgets);
        outages = List.copyOf(outages);
    }
}
