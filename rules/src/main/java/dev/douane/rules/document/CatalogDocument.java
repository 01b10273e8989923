package dev.douane.rules.document;

import dev.douane.rules.catalog.Contract;
import dev.douane.rules.catalog.Country;
import dev.douane.rules.catalog.Prices;
import dev.douane.rules.catalog.Term;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A catalog as it is written: names not yet looked up, what a deployment inherits not yet filled in. Each entry knows its path.
 */
record CatalogDocument(
        String currency,
        List<String> tiers,
        List<Provider> providers,
        List<Model> models,
        List<Deployment> deployments) {

    /** The terms somebody wrote down; null where nothing is said. */
    record Terms(
            @Nullable Term trainsOnData,
            @Nullable Term continuityClause,
            @Nullable Term residencyClause,
            @Nullable List<String> certifications) {}

    record Provider(String path, String id, @Nullable Country control, Contract contract) {}

    record Model(
            String path,
            String id,
            String family,
            List<String> aliases,
            String tier,
            boolean openWeights,
            List<String> operations,
            List<String> capabilities,
            int contextWindow,
            @Nullable Integer maxInputTokens,
            int maxOutputTokens,
            List<String> substitutes) {}

    record Deployment(
            String path,
            String id,
            String model,
            String provider,
            String region,
            @Nullable Country hosting,
            @Nullable Country control,
            @Nullable String tier,
            Terms terms,
            boolean selfHosted,
            boolean placeholder,
            List<String> tags,
            @Nullable List<String> capabilities,
            @Nullable Integer contextWindow,
            @Nullable Integer maxInputTokens,
            @Nullable Integer maxOutputTokens,
            @Nullable Prices prices) {}
}
