package dev.douane.rules.ledger;

import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.PriceStep;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prices of the versions of the catalog that calls which are ending were decided by. Immutable.
 *
 * @param byVersion deployments by id, by the catalog's version
 */
public record PriceBooks(Map<Integer, Map<String, Deployment>> byVersion) {
    /** None were read. */
    public static final PriceBooks NONE = new PriceBooks(Map.of());

    public PriceBooks {
        byVersion = Map.copyOf(byVersion);
    }

    /** The prices of a call of this size; null where that deployment has none for the service tier. */
    @Nullable
    PriceStep step(int catalog, String deployment, String serviceTier, int inputTokens) {
        var prices = prices(catalog, deployment);
        return prices == null || prices.prices() == null
                ? null
                : prices.prices().step(serviceTier, inputTokens);
    }

    /** The model a deployment serves; null where that version of the catalog does not have it. */
    @Nullable
    String model(int catalog, String deployment) {
        var found = prices(catalog, deployment);
        return found == null ? null : found.model().value();
    }

    private @Nullable Deployment prices(int catalog, String deployment) {
        var book = byVersion.get(catalog);
        if (book == null) {
            throw new IllegalStateException("catalog version (%d) was not read".formatted(catalog));
        }
        return book.get(deployment);
    }
}
