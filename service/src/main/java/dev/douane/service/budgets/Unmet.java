package dev.douane.service.budgets;

import dev.douane.rules.call.Caller;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.terms.ScopeSelector;
import dev.douane.rules.terms.Target;
import org.jspecify.annotations.Nullable;

/** What no deployment of a catalog meets that calls go to. */
final class Unmet {
    private Unmet() {}

    /** A sentence that says why no call can match, null where one can. Of the caller anything can be said. */
    static @Nullable String of(ScopeSelector scope, CatalogIndex index) {
        if (!scope.looksAtTarget()) {
            return null;
        }
        var catalog = index.catalog();
        var met = catalog.deployments().stream()
                .filter(deployment -> isMet(scope, Target.of(deployment, catalog)))
                .toList();
        if (met.isEmpty()) {
            return "No deployment of catalog version %d has %s, so the budget matches no call."
                    .formatted(catalog.version(), words(scope));
        }
        return met.stream().allMatch(Deployment::placeholder)
                ? "Only placeholders of catalog version %d have %s, and no call goes there until they are confirmed, so the budget matches no call."
                        .formatted(catalog.version(), words(scope))
                : null;
    }

    private static boolean isMet(ScopeSelector scope, Target target) {
        for (var entry : scope.wanted().entrySet()) {
            var value = entry.getKey().of(Caller.UNKNOWN, target);
            if (entry.getKey().isOfTarget()
                    && !entry.getValue().isEach()
                    && !entry.getValue().values().contains(value)) {
                return false;
            }
        }
        return true;
    }

    private static String words(ScopeSelector scope) {
        return String.join(
                " and ",
                scope.wanted().entrySet().stream()
                        .filter(entry ->
                                entry.getKey().isOfTarget() && !entry.getValue().isEach())
                        .map(entry -> "%s %s"
                                .formatted(
                                        entry.getKey().word(),
                                        String.join(" or ", entry.getValue().values())))
                        .toList());
    }
}
