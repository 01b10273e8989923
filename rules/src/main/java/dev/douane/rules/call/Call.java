package dev.douane.rules.call;

import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A proposed model call.
 *
 * @param model the model wanted: an id or alias of the catalog, {@value #AUTO}, or null where only {@code deployment} is named
 * @param provider pins a provider, null for any
 * @param region pins a provider's region, null for any
 * @param deployment pins one deployment of the catalog, null for any
 * @param operation what the model is asked to do: {@code chat}, {@code embedding} …
 * @param inputTokens all input tokens, cached ones included; zero or more
 * @param cachedInputTokens how many of {@code inputTokens} are read from the provider's prompt cache
 * @param maxOutputTokens the caller's output cap; null where the call sets none
 * @param n completions asked for, one or more
 * @param serviceTier the provider's price class: {@code default}, {@code flex}, {@code priority}, {@code batch}, {@code auto}
 * @param capabilities what the target must be able to do, sorted
 */
public record Call(
        @Nullable String model,
        @Nullable String provider,
        @Nullable String region,
        @Nullable String deployment,
        String operation,
        int inputTokens,
        int cachedInputTokens,
        @Nullable Integer maxOutputTokens,
        int n,
        String serviceTier,
        SortedSet<String> capabilities) {

    /** The model name that asks for no model in particular: rules set ceiling and floor, preferences and price pick. */
    public static final String AUTO = "auto";

    /** The operation whose results of different models cannot be mixed. */
    public static final String EMBEDDING = "embedding";

    /** The most tokens of one kind that a call may say. */
    public static final int TOKENS_MAX = 10_000_000;

    /** The most completions that a call may ask for. */
    public static final int COMPLETIONS_MAX = 128;

    public Call {
        if (model == null && deployment == null) {
            throw new IllegalArgumentException("a call names a model or a deployment");
        }
        if (inputTokens < 0) {
            throw new IllegalArgumentException("inputTokens (%d) must not be negative".formatted(inputTokens));
        }
        if (cachedInputTokens < 0 || cachedInputTokens > inputTokens) {
            throw new IllegalArgumentException("cachedInputTokens (%d) must be between 0 and inputTokens (%d)"
                    .formatted(cachedInputTokens, inputTokens));
        }
        if (maxOutputTokens != null && maxOutputTokens < 1) {
            throw new IllegalArgumentException("maxOutputTokens (%d) must be at least 1".formatted(maxOutputTokens));
        }
        if (n < 1) {
            throw new IllegalArgumentException("n (%d) must be at least 1".formatted(n));
        }
        capabilities = Words.sorted(capabilities);
    }

    /** A chat call for a model, one completion, no output cap of its own. */
    public static Call chat(String model, int inputTokens) {
        return new Call(
                model, null, null, null, "chat", inputTokens, 0, null, 1, "default", Collections.emptySortedSet());
    }

    /** Whether the caller leaves the model to the rules. */
    public boolean isAuto() {
        return AUTO.equals(model);
    }

    /** {@link #n} by a longer name: the rule engine cannot compile rules on a property of one letter. */
    public int getCompletions() {
        return n;
    }

    public Call pinnedTo(@Nullable String provider, @Nullable String region, @Nullable String deployment) {
        return new Call(
                model,
                provider,
                region,
                deployment,
                operation,
                inputTokens,
                cachedInputTokens,
                maxOutputTokens,
                n,
                serviceTier,
                capabilities);
    }

    /** The same call by other names of what it asks for; itself where they are the same. */
    public Call reading(
            @Nullable String model, @Nullable String provider, @Nullable String region, @Nullable String deployment) {
        return Objects.equals(model, this.model)
                        && Objects.equals(provider, this.provider)
                        && Objects.equals(region, this.region)
                        && Objects.equals(deployment, this.deployment)
                ? this
                : new Call(
                        model,
                        provider,
                        region,
                        deployment,
                        operation,
                        inputTokens,
                        cachedInputTokens,
                        maxOutputTokens,
                        n,
                        serviceTier,
                        capabilities);
    }

    public Call withMaxOutputTokens(@Nullable Integer cap) {
        return new Call(
                model,
                provider,
                region,
                deployment,
                operation,
                inputTokens,
                cachedInputTokens,
                cap,
                n,
                serviceTier,
                capabilities);
    }

    public Call needing(Collection<String> needed) {
        return new Call(
                model,
                provider,
                region,
                deployment,
                operation,
                inputTokens,
                cachedInputTokens,
                maxOutputTokens,
                n,
                serviceTier,
                Words.sorted(needed));
    }
}
