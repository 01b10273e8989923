package dev.douane.rules.catalog;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link Deployment} down, one truth at a time. What is not said stays unknown: no hosting, no control, no contract, no price.
 * Unsaid limits are a chat model's with a context window of 128 000 tokens and 16 384 output tokens.
 */
public final class DeploymentBuilder {
    private final DeploymentId id;
    private final ModelId model;
    private final ProviderId provider;
    private final String region;
    private final Tier tier;
    private @Nullable Country hosting;
    private @Nullable Country control;
    private boolean openWeights;
    private boolean selfHosted;
    private boolean placeholder;
    private Contract contract = Contract.UNKNOWN;
    private SortedSet<String> operations = new TreeSet<>(List.of("chat"));
    private SortedSet<String> capabilities = new TreeSet<>();
    private SortedSet<String> tags = new TreeSet<>();
    private int contextWindow = 128_000;
    private @Nullable Integer maxInputTokens;
    private int maxOutputTokens = 16_384;
    private @Nullable Prices prices;

    DeploymentBuilder(DeploymentId id, ModelId model, ProviderId provider, String region, Tier tier) {
        this.id = id;
        this.model = model;
        this.provider = provider;
        this.region = region;
        this.tier = tier;
    }

    public DeploymentBuilder hostedIn(@Nullable String country) {
        hosting = country == null ? null : new Country(country);
        return this;
    }

    public DeploymentBuilder controlledBy(@Nullable String country) {
        control = country == null ? null : new Country(country);
        return this;
    }

    public DeploymentBuilder openWeights(boolean yes) {
        openWeights = yes;
        return this;
    }

    public DeploymentBuilder selfHosted(boolean yes) {
        selfHosted = yes;
        return this;
    }

    public DeploymentBuilder placeholder(boolean yes) {
        placeholder = yes;
        return this;
    }

    public DeploymentBuilder contract(Contract terms) {
        contract = terms;
        return this;
    }

    public DeploymentBuilder operations(Collection<String> words) {
        operations = new TreeSet<>(words);
        return this;
    }

    public DeploymentBuilder capabilities(Collection<String> words) {
        capabilities = new TreeSet<>(words);
        return this;
    }

    public DeploymentBuilder tags(Collection<String> words) {
        tags = new TreeSet<>(words);
        return this;
    }

    /**
     * @param window most input and output tokens together
     * @param input most input tokens, null where only the window limits it
     * @param output most output tokens
     */
    public DeploymentBuilder limits(int window, @Nullable Integer input, int output) {
        contextWindow = window;
        maxInputTokens = input;
        maxOutputTokens = output;
        return this;
    }

    public DeploymentBuilder prices(@Nullable Prices known) {
        prices = known;
        return this;
    }

    /** @throws IllegalArgumentException if a limit is absurd */
    public Deployment build() {
        return new Deployment(
                id,
                model,
                provider,
                region,
                tier,
                hosting,
                control,
                openWeights,
                selfHosted,
                placeholder,
                contract,
                operations,
                capabilities,
                tags,
                contextWindow,
                maxInputTokens == null ? contextWindow : maxInputTokens,
                maxOutputTokens,
                prices);
    }
}
