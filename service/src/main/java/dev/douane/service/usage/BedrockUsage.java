package dev.douane.service.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.money.Usage;
import java.util.List;

/** What Bedrock says in words of its own, whosever model it serves: the Converse API, and the metrics of an invocation. */
final class BedrockUsage {
    /** One of these is Bedrock's; input and output alone are ours as well. */
    private static final List<String> CONVERSE =
            List.of("totalTokens", "cacheReadInputTokens", "cacheWriteInputTokens");
    /** Others count what is in here in their input or output. */
    private static final List<String> NOT_CONVERSE = List.of(
            "cachedInputTokens",
            "cacheWriteHourInputTokens",
            "audioInputTokens",
            "reasoningTokens",
            "audioOutputTokens");

    private BedrockUsage() {}

    /** Whether it is Bedrock's: its input has the name of ours, and its total and what the cache read and kept are none of it. */
    static boolean isConverse(JsonNode usage) {
        var isConverse = usage.has("inputTokens")
                && CONVERSE.stream().anyMatch(usage::has)
                && NOT_CONVERSE.stream().noneMatch(usage::has);
        return isConverse || (usage.has("inputTokenCount") && usage.has("invocationLatency"));
    }

    /** Cached tokens come beside the input; the total has them all, or leaves the cached ones out. */
    static Usage converse(Counts counts) {
        var input = counts.nameOf("inputTokens", "inputTokenCount");
        var uncached = counts.needed(input);
        var read = counts.countOfAny("cacheReadInputTokens", "cacheReadInputTokenCount");
        var writtenName = counts.nameOf("cacheWriteInputTokens", "cacheWriteInputTokenCount");
        var written = counts.count(writtenName);
        var hour = counts.each("cacheDetails").stream()
                .filter(each -> each.word("ttl").equals("1h"))
                .mapToLong(each -> each.count("inputTokens"))
                .sum();
        if (hour > written) {
            counts.refuse(
                    writtenName, "(%d) must be at least what cacheDetails keep for 1h (%d)".formatted(written, hour));
            hour = 0;
        }
        var output = counts.needed(counts.nameOf("outputTokens", "outputTokenCount"));
        var sum = (long) uncached + read + written + output;
        var total = counts.count("totalTokens");
        if (counts.has("totalTokens") && total != sum && total != (long) uncached + output) {
            counts.refuse("totalTokens", "(%d) must be what the others add up to (%d)".formatted(total, sum));
        }
        if (sum > Usage.MOST) {
            counts.refuse(input, "with all others is more than %d".formatted(Usage.MOST));
            return Usage.of(0, 0, 0);
        }
        return new Usage(uncached, read, (int) (written - hour), (int) hour, 0, output, 0, 0);
    }
}
