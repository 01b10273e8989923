package dev.douane.service.ledger;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.PriceStep;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/** Prices of any catalog version, by deployment. A call is settled by the prices it was decided by. */
final class PriceBooks {
    private final IntFunction<Catalog> versions;
    private final Map<Integer, Map<String, Deployment>> known = new ConcurrentHashMap<>();

    /** @param versions finds a catalog; may read it from storage */
    PriceBooks(IntFunction<Catalog> versions) {
        this.versions = versions;
    }

    /** The prices of a call of this size; empty where that deployment has none for the service tier. */
    Optional<PriceStep> step(int catalog, String deployment, String serviceTier, int inputTokens) {
        var priced = known.computeIfAbsent(catalog, this::read).get(deployment);
        return priced == null || priced.prices() == null
                ? Optional.empty()
                : Optional.ofNullable(priced.prices().step(serviceTier, inputTokens));
    }

    /** The model a deployment serves; empty where that version of the catalog does not have it. */
    Optional<String> model(int catalog, String deployment) {
        return Optional.ofNullable(known.computeIfAbsent(catalog, this::read).get(deployment))
                .map(found -> found.model().value());
    }

    private Map<String, Deployment> read(int version) {
        var deployments = new HashMap<String, Deployment>();
        versions.apply(version)
                .deployments()
                .forEach(deployment -> deployments.put(deployment.id().value(), deployment));
        return deployments;
    }
}
