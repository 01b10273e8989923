package dev.douane.rules.decide;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.DeploymentSet;
import dev.douane.rules.facts.Budget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what decided. A call that goes elsewhere would rather have gone where it was asked to; one that goes to a lower tier, anywhere in the
 * tier asked for; one that goes nowhere, anywhere. Of what stood in the way of that, the reason that was enough by itself; where it took several,
 * the first of those that stood before the place it came nearest to. The house's own reasons come before rules, rules by id, and money last.
 */
final class Deciding {
    private final CatalogIndex catalog;
    private final Requested requested;
    private final Eligible eligible;
    private final Ranking ranking;
    private final Groups groups;

    Deciding(CatalogIndex catalog, Requested requested, Eligible eligible, Ranking ranking, Groups groups) {
        this.catalog = catalog;
        this.requested = requested;
        this.eligible = eligible;
        this.ranking = ranking;
        this.groups = groups;
    }

    /**
     * Why a call goes where it does.
     *
     * @param notThere why nothing is where the call was pinned; null where something is
     * @param holding rules that hold back what costs money
     * @param tooTight hard budgets that stood in the way of what comes before the target
     */
    Because ofGoing(Option target, @Nullable Reason notThere, Holdbacks holding, List<Budget> tooTight) {
        return switch (target.step()) {
            case AS_ASKED -> Because.AS_ASKED;
            case REROUTE ->
                notThere == null
                        ? ofMissing(requested.matching(), Option.Step.REROUTE, holding, tooTight)
                        : Because.of(notThere);
            case DOWNGRADE -> ofMissing(groups.ofTheTierAskedFor(), Option.Step.DOWNGRADE, holding, tooTight);
        };
    }

    private Because ofMissing(DeploymentSet better, Option.Step step, Holdbacks holding, List<Budget> tooTight) {
        if (eligible.set().meets(better)) {
            return ofWaiting(holding, tooTight);
        }
        for (var exclusion : eligible.exclusions()) {
            if (better.isWithin(exclusion.excluded())) {
                return Because.of(exclusion.reason());
            }
        }
        return first(new Misses(catalog, ranking, eligible.exclusions()).nearest(groups.before(step)));
    }

    /** Why a call has to wait for money, or would have to. One of both is there. */
    static Because ofWaiting(Holdbacks holding, List<Budget> tooTight) {
        return Because.of(
                holding.isEmpty()
                        ? Reason.of(tooTight.getFirst())
                        : Reason.of(holding.fired().getFirst()));
    }

    /** Why nothing may serve a call, when {@code exclusions} leave nothing. */
    Because ofNothing(List<Exclusion> exclusions, NearestMiss nearest) {
        var anywhere = groups.all();
        for (var exclusion : exclusions) {
            if (anywhere.stream().allMatch(group -> group.isWithin(exclusion.excluded()))) {
                return Because.of(exclusion.reason());
            }
        }
        return first(nearest);
    }

    private static Because first(NearestMiss miss) {
        return Because.of(miss.reasons().getFirst());
    }
}
