package dev.douane.rules.decide;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.DeploymentSet;
import java.util.ArrayList;
import java.util.List;

/**
 * How far deployments are from what was asked: 0 as asked; 1 the same model elsewhere, 2 declared substitutes, 3 others, all of the tier asked
 * for; then lower tiers, the nearest first. A deployment of a higher tier is in no group.
 *
 * @param auto whether the caller asked for no tier: whatever does not match is then in group 3
 */
record Groups(Requested requested, boolean auto, CatalogIndex catalog) {
    private static final int AS_ASKED = 0;
    private static final int SAME_MODEL = 1;
    private static final int SUBSTITUTES = 2;
    private static final int SAME_TIER = 3;

    int count() {
        return requested.tier() == null
                ? SAME_TIER + 1
                : SAME_TIER + 1 + requested.tier().rank();
    }

    static Option.Step step(int group) {
        if (group == AS_ASKED) {
            return Option.Step.AS_ASKED;
        }
        return group <= SAME_TIER ? Option.Step.REROUTE : Option.Step.DOWNGRADE;
    }

    /** The members of a group among {@code from}. */
    DeploymentSet members(int group, DeploymentSet from) {
        if (group == AS_ASKED) {
            return from.and(requested.matching());
        }
        var tier = requested.tier();
        var others = from.minus(requested.matching());
        if (tier == null) {
            return group == SAME_TIER && auto ? others : catalog.none();
        }
        if (group > SAME_TIER) {
            var lower = catalog.catalog().tiers().ascending().get(tier.rank() - (group - SAME_TIER));
            return others.and(catalog.tier(lower));
        }
        var sameTier = others.and(catalog.tier(tier));
        return switch (group) {
            case SAME_MODEL -> sameTier.and(requested.sameModel());
            case SUBSTITUTES -> sameTier.minus(requested.sameModel()).and(substitutes());
            default -> sameTier.minus(requested.sameModel()).minus(substitutes());
        };
    }

    /** Whatever is as asked, or of the tier asked for: all that comes before a lower tier. */
    DeploymentSet ofTheTierAskedFor() {
        return requested.tier() == null
                ? requested.matching()
                : requested.matching().or(catalog.tier(requested.tier()));
    }

    private DeploymentSet substitutes() {
        var declared = catalog.none();
        if (requested.model() != null) {
            for (var substitute : requested.model().substitutes()) {
                declared = declared.or(catalog.model(substitute));
            }
        }
        return declared;
    }

    /** All groups over the whole catalog, in order. */
    List<DeploymentSet> all() {
        return first(count());
    }

    /** The same, those whose options are a step that comes before. */
    List<DeploymentSet> before(Option.Step step) {
        int before = 0;
        while (before < count() && step(before).compareTo(step) < 0) {
            before++;
        }
        return first(before);
    }

    private List<DeploymentSet> first(int count) {
        var groups = new ArrayList<DeploymentSet>(count);
        for (int group = 0; group < count; group++) {
            groups.add(members(group, catalog.all()));
        }
        return groups;
    }
}
