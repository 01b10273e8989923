package dev.douane.rules.money;

/**
 * The tokens a call really used, all completions together, in buckets that do not overlap: every token is in exactly one of them.
 *
 * @param uncachedInput text and other input read at the full price
 * @param cacheRead input read from the provider's prompt cache
 * @param cacheWrite input written to the prompt cache, to be kept for minutes
 * @param cacheWriteHour input written to the prompt cache, to be kept for an hour
 * @param audioInput input that is audio
 * @param visibleOutput output that is neither reasoning nor audio
 * @param reasoning output that the model thought and did not say
 * @param audioOutput output that is audio
 */
public record Usage(
        int uncachedInput,
        int cacheRead,
        int cacheWrite,
        int cacheWriteHour,
        int audioInput,
        int visibleOutput,
        int reasoning,
        int audioOutput) {
    /** The most tokens a bucket can have, and the most input or output together; figures above are a mistake. */
    public static final int MOST = 100_000_000;

    /** @throws IllegalArgumentException if a count is negative or {@link #MOST} is passed */
    public Usage {
        var input = sum(uncachedInput, cacheRead, cacheWrite, cacheWriteHour, audioInput);
        var output = sum(visibleOutput, reasoning, audioOutput);
        if (input > MOST || output > MOST) {
            throw new IllegalArgumentException(
                    "usage (%d in, %d out) is more than any call can have".formatted(input, output));
        }
    }

    private static long sum(int... buckets) {
        long sum = 0;
        for (var bucket : buckets) {
            if (bucket < 0) {
                throw new IllegalArgumentException("tokens (%d) must not be negative".formatted(bucket));
            }
            sum += bucket;
        }
        return sum;
    }

    /**
     * Usage of which little is told.
     *
     * @param input all input tokens, cached ones included
     * @param cached how many of them were read from the prompt cache
     * @param output all output tokens
     */
    public static Usage of(int input, int cached, int output) {
        return new Usage(input - cached, cached, 0, 0, 0, output, 0, 0);
    }

    /** All input tokens. */
    public int input() {
        return uncachedInput + cacheRead + cacheWrite + cacheWriteHour + audioInput;
    }

    /** All output tokens. */
    public int output() {
        return visibleOutput + reasoning + audioOutput;
    }

    /** All tokens. */
    public int total() {
        return input() + output();
    }
}
