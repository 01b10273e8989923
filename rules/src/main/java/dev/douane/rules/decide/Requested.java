package dev.douane.rules.decide;

import dev.douane.rules.call.Call;
import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.DeploymentSet;
import dev.douane.rules.catalog.Model;
import dev.douane.rules.catalog.ReadCall;
import dev.douane.rules.catalog.Tier;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What the caller asked for, before any rule.
 *
 * @param read the call in the catalog's own words
 * @param matching the deployments that match model and pins
 * @param model the model asked for; null for {@code auto} and for a model that is not there
 * @param sameModel all deployments of that model
 * @param tier the highest tier among what was asked for; null for {@code auto}, which asks for none
 * @param unknown what the catalog does not have a word of; nothing stands in for it, since nobody knows what was meant
 */
record Requested(
        ReadCall read,
        DeploymentSet matching,
        @Nullable Model model,
        DeploymentSet sameModel,
        @Nullable Tier tier,
        List<Reason> unknown) {
    static Requested of(Call asked, CatalogIndex catalog) {
        var read = catalog.names().read(asked);
        var call = read.call();
        var pinned = pins(call, catalog);
        if (call.isAuto()) {
            return new Requested(read, pinned, null, catalog.none(), null, UnknownNames.of(read, true, catalog));
        }
        var named = read.named();
        var model = named == null ? modelOf(call, catalog, pinned) : named.model();
        if (model == null) {
            return new Requested(
                    read, catalog.none(), null, catalog.none(), null, UnknownNames.of(read, false, catalog));
        }
        var sameModel = catalog.model(model.id());
        var matching = sameModel.and(named == null ? pinned : pinned.and(named.pinned()));
        return new Requested(
                read,
                matching,
                model,
                sameModel,
                highestTier(catalog, matching.isEmpty() ? sameModel : matching),
                UnknownNames.of(read, true, catalog));
    }

    private static DeploymentSet pins(Call call, CatalogIndex catalog) {
        var pinned = call.deployment() == null ? catalog.all() : catalog.deployment(call.deployment());
        if (call.provider() != null) {
            pinned = pinned.and(catalog.provider(call.provider()));
        }
        return call.region() == null ? pinned : pinned.and(catalog.region(call.region()));
    }

    /** The model of the deployment that is all the call names; null where it names a model that nobody knows. */
    private static @Nullable Model modelOf(Call call, CatalogIndex catalog, DeploymentSet pinned) {
        if (call.model() != null) {
            return null;
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

    /**
     * Why nothing matches although the catalog has what was asked for: it is not where the pins say. Null where something matches, and where
     * a pin means nothing.
     */
    @Nullable
    Reason missing() {
        var call = read.call();
        if (!matching.isEmpty() || !unknown.isEmpty() || (tier == null && !call.isAuto())) {
            return null;
        }
        var pins = new StringJoiner(", ", "pinned(", ")");
        pin(pins, "provider", call.provider());
        pin(pins, "region", call.region());
        pin(pins, "deployment", call.deployment());
        if (read.named() != null && !Objects.equals(read.named().place(), call.region())) {
            pin(pins, "place", read.named().place());
        }
        return Reason.own(
                "not-served-there", pins.toString(), "No deployment of what was asked for is where it was pinned.");
    }

    private static void pin(StringJoiner pins, String name, @Nullable String value) {
        if (value != null) {
            pins.add(name + "=" + value);
        }
    }
}
