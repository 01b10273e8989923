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
    private static final long UNKNOWN = Long.MAX_VALUE;

    /**
     * The most {@code call} can cost here; at service tier {@code auto} the dearer of {@code default} and {@code priority}.
     *
     * @param outputLimit the smallest output cap of call and rules
     * @return nano-units, or {@link Long#MAX_VALUE} where the call's service tier has no price
     */
    public long costNanos(Call call, int outputLimit) {
        if (!call.serviceTier().equals(Prices.AUTO)) {
            return costNanos(call, outputLimit, call.serviceTier());
        }
        var usual = costNanos(call, outputLimit, Prices.DEFAULT);
        var priority = costNanos(call, outputLimit, Prices.PRIORITY);
        if (usual == UNKNOWN || priority == UNKNOWN) {
            return Math.min(usual, priority);
        }
        return Math.max(usual, priority);
    }

    private long costNanos(Call call, int outputLimit, String serviceTier) {
        var step = prices.step(serviceTier, call.inputTokens());
        return step == null
                ? UNKNOWN
                : step.costNanos(
                        call.inputTokens() - call.cachedInputTokens(),
                        call.cachedInputTokens(),
                        Math.min(outputLimit, maxOutputTokens),
                        call.n());
    }
}
