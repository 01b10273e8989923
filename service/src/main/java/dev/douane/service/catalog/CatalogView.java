package dev.douane.service.catalog;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.Model;
import dev.douane.rules.catalog.Tier;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A catalog, with one page of its deployments.
 *
 * @param digest of the document it was read from
 * @param jurisdictionsDigest of the jurisdiction groups that belong to it
 * @param tiers cheapest class first
 * @param counts of the whole catalog, whatever the page shows
 * @param next the cursor of the next page of deployments, absent on the last
 */
record CatalogView(
        int version,
        String digest,
        String jurisdictionsDigest,
        String currency,
        List<String> tiers,
        Counts counts,
        List<ModelView> models,
        List<DeploymentView> deployments,
        @Nullable String next) {
    record Counts(int models, int deployments, int providers, int regions) {
        static Counts of(Catalog catalog) {
            return new Counts(
                    catalog.models().size(),
                    catalog.deployments().size(),
                    distinct(catalog, Deployment::provider),
                    distinct(catalog, deployment -> deployment.provider() + " " + deployment.region()));
        }

        private static int distinct(Catalog catalog, Function<Deployment, Object> attribute) {
            return (int)
                    catalog.deployments().stream().map(attribute).distinct().count();
        }
    }

    record ModelView(String id, String family, List<String> aliases, List<String> substitutes) {
        static ModelView of(Model model) {
            return new ModelView(
                    model.id().value(),
                    model.family(),
                    List.copyOf(model.aliases()),
                    model.substitutes().stream().map(stand -> stand.value()).toList());
        }
    }

    static CatalogView of(CatalogVersion version, List<Deployment> shown, @Nullable String next) {
        var catalog = version.catalog();
        return new CatalogView(
                catalog.version(),
                catalog.digest(),
                version.jurisdictionsDigest(),
                catalog.currency(),
                catalog.tiers().ascending().stream().map(Tier::name).toList(),
                Counts.of(catalog),
                catalog.models().stream().map(ModelView::of).toList(),
                shown.stream().map(DeploymentView::of).toList(),
                next);
    }
}
