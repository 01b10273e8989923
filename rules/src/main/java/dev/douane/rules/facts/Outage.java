package dev.douane.rules.facts;

import org.jspecify.annotations.Nullable;

/**
 * Something that cannot serve now. Members that are set must all match a deployment for it to be out; at least one is set.
 *
 * @param provider a provider's id
 * @param region a provider's region
 * @param model a model's id
 * @param deployment a deployment's id
 */
public record Outage(
        @Nullable String provider,
        @Nullable String region,
        @Nullable String model,
        @Nullable String deployment) {
    public Outage {
        if (provider == null && region == null && model == null && deployment == null) {
            throw new IllegalArgumentException("an outage names a provider, a region, a model or a deployment");
        }
    }
}
