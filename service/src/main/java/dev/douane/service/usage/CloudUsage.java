package dev.douane.service.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.money.Usage;
import java.util.List;

/** What clouds say in words of their own, whosever model they serve. */
final class CloudUsage {
    /** Others count what is in here in their input or output. */
    private static final List<String> NOT_CONVERSE = List.of(
            "cachedInputTokens",
            "cacheWriteHourInputTokens",
            "audioInputTokens",
            "reasoningTokens",
            "audioOutputTokens");

    private CloudUsage() {}

    /** Whether it is Bedrock's: its input has the name of ours, and its total and what it read from the cache have not. */
    static boolean isConverse(JsonNode usage) {
        return usage.has("inputTokens")
                && (usage.has("totalTokens") || usage.has("cacheReadInputTokens"))
                && NOT_CONVERSE.stream().noneMatch(usage::has);
    }

    /** Cached tokens come beside the input, and the total has them all. */
    static Usage converse(Counts counts) {
        var uncached = counts.needed("inputTokens");
        var read = counts.count("cacheReadInputTokens");
        var written = counts.count("cacheWriteInputTokens");
        var output = counts.needed("outputTokens");
        var sum = (long) uncached + read + written + output;
        adds(counts, "totalTokens", sum);
        return isTooMuch(counts, "inputTokens", sum)
                ? Usage.of(0, 0, 0)
                : new Usage(uncached, read, written, 0, 0, output, 0, 0);
    }

    private static void adds(Counts counts, String total, long sum) {
        if (counts.has(total) && counts.count(total) != sum) {
            counts.refuse(total, "(%d) must be what the others add up to (%d)".formatted(counts.count(total), sum));
        }
    }

    private static boolean isTooMuch(Counts counts, String member, long sum) {
        if (sum > Usage.MOST) {
            counts.refuse(member, "with all others is more than %d".formatted(Usage.MOST));
        }
        return sum > Usage.MOST;
    }
}
