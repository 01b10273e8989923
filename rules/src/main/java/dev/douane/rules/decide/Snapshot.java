package dev.douane.rules.decide;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.facts.Outage;
import java.util.List;

/**
 * One reference each to everything a decision depends on. Taken once; the decision uses nothing newer.
 *
 * @param outages what is out of service, sorted, each once
 */
public record Snapshot(
        RulesetRef ruleset,
        Rules rules,
        Settings settings,
        CatalogIndex catalog,
        List<Outage> outages,
        BudgetView budgets) {
    public Snapshot {
        outages = outages.isEmpty()
                ? List.of()
                : outages.stream().distinct().sorted().toList();
    }
}
