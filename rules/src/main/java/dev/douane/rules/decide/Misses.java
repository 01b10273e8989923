package dev.douane.rules.decide;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.DeploymentSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what a denied call came nearest to: the deployment that the fewest reasons rule out, first in the plan's order. */
final class Misses {
    private final CatalogIndex catalog;
    private final Ranking ranking;
    private final List<Exclusion> exclusions;

    Misses(CatalogIndex catalog, Ranking ranking, List<Exclusion> exclusions) {
        this.catalog = catalog;
        this.ranking = ranking;
        this.exclusions = exclusions;
    }

    /** @param groups the plan's groups over the whole catalog, in order */
    NearestMiss nearest(List<DeploymentSet> groups) {
        var nearest = firstOf(groups, excludedOnce());
        if (nearest == null) {
            var byCount = excludedByExactly();
            for (int count = 2; nearest == null && count < byCount.size(); count++) {
                nearest = firstOf(groups, byCount.get(count));
            }
        }
        return nearest == null ? ofTheWholeCatalog() : nearest;
    }

    private @Nullable NearestMiss firstOf(List<DeploymentSet> groups, DeploymentSet among) {
        for (var group : groups) {
            var first = ranking.first(1, group.and(among), Costing.UNKNOWN);
            if (!first.isEmpty()) {
                var position = first.getFirst();
                return new NearestMiss(
                        reasonsFor(position), catalog.at(position).id());
            }
        }
        return null;
    }

    private NearestMiss ofTheWholeCatalog() {
        return new NearestMiss(
                exclusions.stream()
                        .filter(exclusion -> exclusion.excluded().equals(catalog.all()))
                        .map(Exclusion::reason)
                        .toList(),
                null);
    }

    /** What a single reason rules out, as mostly the nearest is: cheaper than counting all. */
    private DeploymentSet excludedOnce() {
        var once = catalog.none();
        var ever = catalog.none();
        for (var exclusion : exclusions) {
            once = once.minus(exclusion.excluded()).or(exclusion.excluded().minus(ever));
            ever = ever.or(exclusion.excluded());
        }
        return once;
    }

    /** By count: the deployments that exactly so many reasons rule out. */
    private List<DeploymentSet> excludedByExactly() {
        var exactly = new ArrayList<DeploymentSet>();
        exactly.add(catalog.all());
        for (var exclusion : exclusions) {
            exactly.add(catalog.none());
            for (int count = exactly.size() - 1; count >= 1; count--) {
                exactly.set(
                        count,
                        exactly.get(count)
                                .minus(exclusion.excluded())
                                .or(exactly.get(count - 1).and(exclusion.excluded())));
            }
            exactly.set(0, exactly.getFirst().minus(exclusion.excluded()));
        }
        return exactly;
    }

    private List<Reason> reasonsFor(int position) {
        return exclusions.stream()
                .filter(exclusion -> exclusion.excluded().contains(position))
                .map(Exclusion::reason)
                .toList();
    }
}
