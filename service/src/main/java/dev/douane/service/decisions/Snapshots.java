package dev.douane.service.decisions;

import dev.douane.rules.decide.BudgetView;
import dev.douane.rules.decide.Snapshot;
import dev.douane.service.budgets.Budgets;
import dev.douane.service.catalog.ActiveCatalog;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.rulesets.ActiveRuleset;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** One reference each to what is in force now. */
@ApplicationScoped
class Snapshots {
    private static final Duration SOON = Duration.ofSeconds(2);

    private final ActiveRuleset rulesets;
    private final ActiveCatalog catalogs;
    private final Budgets budgets;

    Snapshots(ActiveRuleset rulesets, ActiveCatalog catalogs, Budgets budgets) {
        this.rulesets = rulesets;
        this.catalogs = catalogs;
        this.budgets = budgets;
    }

    /** @throws ProblemException NOT_READY while no ruleset is in force, or budgets were never read */
    Snapshot current() {
        return with(budgets.seen());
    }

    /**
     * What is in force now, with these accounts.
     *
     * @throws ProblemException as {@link #current}
     */
    Snapshot with(BudgetView accounts) {
        var inForce = rulesets.current().orElseThrow(() -> notReady("No ruleset is in force: " + rulesets.reason()));
        if (!budgets.isLoaded()) {
            throw notReady("The budgets have not been read yet.");
        }
        return new Snapshot(
                inForce.ref(), inForce.rules(), inForce.settings(), catalogs.current(), List.of(), accounts);
    }

    private static ProblemException notReady(String detail) {
        return ProblemException.retryAfter(ProblemType.NOT_READY, detail, SOON);
    }
}
