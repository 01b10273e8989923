package dev.douane.rules.terms;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.Model;

/**
 * Where a call would go, as far as budgets look: what {@link TermsBook} says of one target holds for every deployment that has
 * the same, so answers can be kept by it.
 *
 * @param family of the model; empty where the catalog does not know the model
 */
public record Target(String provider, String model, String family, String tier) {
    /** What budgets see of a deployment of this catalog. */
    public static Target of(Deployment deployment, Catalog catalog) {
        var model = deployment.model().value();
        return new Target(
                deployment.provider().value(),
                model,
                catalog.model(model).map(Model::family).orElse(""),
                deployment.tier().name());
    }
}
