package dev.douane.rules.decide;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.DeploymentId;
import dev.douane.rules.catalog.DeploymentSet;
import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where hard budgets would not carry a call, were nothing else in the way. What costs nothing is carried always, and no budget can be asked about
 * what has no known price.
 */
final class Unpaid {
    private final CatalogIndex catalog;
    private final Costing costing;
    private final List<DeploymentSet> groups;
    private final Headroom headroom;
    private final Map<Long, List<Budget>> saidOfEstimate = new HashMap<>();

    /** @param groups the plan's groups over the whole catalog, in order */
    Unpaid(CatalogIndex catalog, Costing costing, List<DeploymentSet> groups, Headroom headroom) {
        this.catalog = catalog;
        this.costing = costing;
        this.groups = groups;
        this.headroom = headroom;
    }

    /** The budgets that would not carry the call there, in {@link Headroom#ORDER}; none where there is no such place. */
    List<Budget> tooTight(@Nullable DeploymentId deployment) {
        if (deployment != null) {
            var position = catalog.position(deployment);
            for (int group = 0; group < groups.size(); group++) {
                if (groups.get(group).contains(position)) {
                    return tooTight(position, group);
                }
            }
        }
        return List.of();
    }

    /** What each budget rules out by itself, in {@link Headroom#ORDER}: asks about every place, so only where it has to be known. */
    List<Exclusion> exclusions() {
        var excluded = new TreeMap<Budget, BitSet>(Headroom.ORDER);
        for (int group = 0; group < groups.size(); group++) {
            int its = group;
            groups.get(group)
                    .forEach(position -> tooTight(position, its)
                            .forEach(budget -> excluded.computeIfAbsent(budget, unused -> new BitSet())
                                    .set(position)));
        }
        var exclusions = new ArrayList<Exclusion>(excluded.size());
        excluded.forEach((budget, positions) ->
                exclusions.add(new Exclusion(Reason.of(budget), catalog.all().where(positions::get))));
        return exclusions;
    }

    private List<Budget> tooTight(int position, int group) {
        var nanos = costing.nanos(position);
        if (nanos == 0 || nanos == Costing.UNKNOWN) {
            return List.of();
        }
        if (headroom.isByEstimateAlone()) {
            return saidOfEstimate.computeIfAbsent(nanos, unused -> headroom.tooTight(option(position, group)));
        }
        return headroom.tooTight(option(position, group));
    }

    private Option option(int position, int group) {
        return new Option(
                catalog.at(position),
                Groups.step(group),
                new Money(costing.nanos(position)),
                costing.outputCap(position));
    }
}
