package dev.douane.service.ledger;

/**
 * The tokens a call really used, all completions together.
 *
 * @param inputTokens all input tokens, cached ones included
 * @param cachedInputTokens how many of them were read from the provider's prompt cache
 * @param outputTokens all output tokens, reasoning included
 */
public record Usage(int inputTokens, int cachedInputTokens, int outputTokens) {
    /** @throws IllegalArgumentException if a count is negative, or more is cached than was read */
    public Usage {
        if (inputTokens < 0 || cachedInputTokens < 0 || outputTokens < 0 || cachedInputTokens > inputTokens) {
            throw new IllegalArgumentException("usage (%d, %d cached, %d out) is not possible"
                    .formatted(inputTokens, cachedInputTokens, outputTokens));
        }
    }
}
