package dev.douane.rules.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One model served by one provider in one region: the thing a call is sent to.
 *
 * @param hosting the country where tokens are processed, null where unknown
 * @param control the country whose law can switch the provider off or compel it, null where unknown
 * @param placeholder an example of the catalog's maker that its operator has not confirmed: no target, whatever else is said of it
 * @param contextWindow most input and output tokens together
 * @param maxInputTokens most input tokens
 * @param maxOutputTokens most output tokens of one completion
 * @param prices null where unknown: the deployment is then no target. Zero prices are written as zero
 */
public record Deployment(
        DeploymentId id,
        ModelId model,
        ProviderId provider,
        String region,
        Tier tier,
        @Nullable Country hosting,
        @Nullable Country control,
        boolean openWeights,
        boolean selfHosted,
        boolean placeholder,
        Contract contract,
        SortedSet<String> operations,
        SortedSet<String> capabilities,
        SortedSet<String> tags,
        int contextWindow,
        int maxInputTokens,
        int maxOutputTokens,
        @Nullable Prices prices) {
    public Deployment {
        operations = sorted(operations);
        capabilities = sorted(capabilities);
        tags = sorted(tags);
        if (contextWindow < 1 || maxInputTokens < 1 || maxOutputTokens < 0) {
            throw new IllegalArgumentException(
                    "deployment (%s) must have a context window, an input and an output limit".formatted(id.value()));
        }
    }

    private static SortedSet<String> sorted(SortedSet<String> words) {
        return Collections.unmodifiableSortedSet(
                new TreeSet<>((Collection<String>) words)); // natural order, not theirs
    }

    /** A deployment of which nothing but its place is known; the builder's defaults are the stricter case. */
    public static DeploymentBuilder of(String id, String model, String provider, String region, Tier tier) {
        return new DeploymentBuilder(new DeploymentId(id), new ModelId(model), new ProviderId(provider), region, tier);
    }
}
