package dev.douane.rules.catalog;

import dev.douane.rules.call.Call;

/**
 * Deployments that cost the same for every call: same prices, same output limit. Thousands of deployments fall into a few hundred classes,
 * so the resolver prices classes.
 *
 * @param position of the class in its index
 * @param prices what they cost
 * @param maxOutputTokens their output limit
 * @param members catalog positions, ascending
 */
public record PriceClass(int position, Prices prices, int maxOutputTokens, DeploymentSet members) {
    /**
     * The most {@code call} can cost here.
     *
     * @param outputLimit the smallest output cap of call and rules
     * @return nano-units, or {@link Long#MAX_VALUE} where the call's service tier has no price
     */
    public long costNanos(Call call, int outputLimit) {
        var step = prices.step(call.serviceTier(), call.inputTokens());
        return step == null
                ? Long.MAX_VALUE
                : step.costNanos(
                        call.inputTokens() - call.cachedInputTokens(),
                        call.cachedInputTokens(),
                        Math.min(outputLimit, maxOutputTokens),
                        call.n());
    }
}
