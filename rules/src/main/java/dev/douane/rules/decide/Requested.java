package dev.douane.rules.decide;

import dev.douane.rules.call.Call;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.DeploymentSet;
import dev.douane.rules.catalog.Model;
import dev.douane.rules.catalog.Tier;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What the caller asked for, before any rule.
 *
 * @param matching the deployments that match model and pins
 * @param model the model asked for; null for {@code auto} and for a model that is not there
 * @param sameModel all deployments of that model
 * @param tier the highest tier among what was asked for; null for {@code auto}, which asks for none
 */
record Requested(
        DeploymentSet matching,
        @Nullable Model model,
        DeploymentSet sameModel,
        @Nullable Tier tier) {
    static Requested of(Call call, CatalogIndex catalog) {
        var pinned = pins(call, catalog);
        if (call.isAuto()) {
            return new Requested(pinned, null, catalog.none(), null);
        }
        var model = model(call, catalog, pinned);
        if (model == null) {
            return new Requested(catalog.none(), null, catalog.none(), null);
        }
        var sameModel = catalog.model(model.id());
        var matching = sameModel.and(pinned);
        return new Requested(
                matching, model, sameModel, highestTier(catalog, matching.isEmpty() ? sameModel : matching));
    }

    private static DeploymentSet pins(Call call, CatalogIndex catalog) {
        var pinned = call.deployment() == null ? catalog.all() : catalog.deployment(call.deployment());
        if (call.provider() != null) {
            pinned = pinned.and(catalog.provider(call.provider()));
        }
        return call.region() == null ? pinned : pinned.and(catalog.region(call.region()));
    }

    private static @Nullable Model model(Call call, CatalogIndex catalog, DeploymentSet pinned) {
        if (call.model() != null) {
            return catalog.catalog().model(call.model()).orElse(null);
        }
        var found = new Model[1];
        pinned.forEach(i -> found[0] =
                catalog.catalog().model(catalog.at(i).model().value()).orElse(null));
        return found[0];
    }

    private static @Nullable Tier highestTier(CatalogIndex catalog, DeploymentSet deployments) {
        var tiers = catalog.catalog().tiers().ascending();
        for (int rank = tiers.size() - 1; rank >= 0; rank--) {
            if (deployments.meets(catalog.tier(tiers.get(rank)))) {
                return tiers.get(rank);
            }
        }
        return null;
    }

    /** Whether the catalog has what was asked for at all, wherever it is. */
    boolean isKnown(Call call) {
        return call.isAuto() || model != null;
    }

    /** Why nothing matches although the catalog has what was asked for: it is not where the pins say. Null where something matches. */
    @Nullable
    Reason missing(Call call) {
        if (!matching.isEmpty() || (tier == null && !call.isAuto())) {
            return null;
        }
        var pins = new StringJoiner(", ", "pinned(", ")");
        pin(pins, "provider", call.provider());
        pin(pins, "region", call.region());
        pin(pins, "deployment", call.deployment());
        return Reason.own(
                "not-served-there", pins.toString(), "No deployment of what was asked for is where it was pinned.");
    }

    private static void pin(StringJoiner pins, String name, @Nullable String value) {
        if (value != null) {
            pins.add(name + "=" + value);
        }
    }
}
