package dev.douane.rules.call;

/**
 * Disjoint token buckets of one call, as they are priced.
 *
 * @param uncachedInput input tokens read at the full price
 * @param cachedInput input tokens read from the prompt cache
 * @param output output tokens of one completion
 * @param n completions
 */
public record Tokens(int uncachedInput, int cachedInput, int output, int n) {
    public Tokens {
        if (uncachedInput < 0 || cachedInput < 0 || output < 0 || n < 1) {
            throw new IllegalArgumentException("tokens (%d, %d, %d) must not be negative and n (%d) at least 1"
                    .formatted(uncachedInput, cachedInput, output, n));
        }
    }

    /** What {@code call} may use at most when its output is capped at {@code outputCap}. */
    public static Tokens worstCase(Call call, int outputCap) {
        return new Tokens(call.inputTokens() - call.cachedInputTokens(), call.cachedInputTokens(), outputCap, call.n());
    }

    /** All input tokens of one completion. */
    public int input() {
        return Math.addExact(uncachedInput, cachedInput);
    }
}
