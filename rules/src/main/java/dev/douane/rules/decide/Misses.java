package dev.douane.rules.decide;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.DeploymentSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what a denied call came nearest to: the deployment that the fewest reasons rule out, first in the plan's order. */
final class Misses {
    private final CatalogIndex catalog;
    private final List<Exclusion> exclusions;

    Misses(CatalogIndex catalog, List<Exclusion> exclusions) {
        this.catalog = catalog;
        this.exclusions = exclusions;
    }

    /** @param groups the plan's groups over the whole catalog, in order */
    NearestMiss nearest(List<DeploymentSet> groups) {
        var byCount = excludedByExactly();
        for (int count = 1; count < byCount.size(); count++) {
            for (var group : groups) {
                var position = first(group.and(byCount.get(count)));
                if (position != null) {
                    return new NearestMiss(
                            reasonsFor(position), catalog.at(position).id());
                }
            }
        }
        return new NearestMiss(exclusions.stream().map(Exclusion::reason).toList(), null);
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

    private static @Nullable Integer first(DeploymentSet set) {
        var found = new Integer[1];
        set.forEach(position -> {
            if (found[0] == null) {
                found[0] = position;
            }
        });
        return found[0];
    }

    private List<Reason> reasonsFor(int position) {
        return exclusions.stream()
                .filter(exclusion -> exclusion.excluded().contains(position))
                .map(Exclusion::reason)
                .toList();
    }
}
