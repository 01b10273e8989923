package dev.douane.service.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.money.Usage;
import java.util.List;

/** What libraries between gateways and providers say, whosever model it is: cached tokens are in the input, reasoning is in the output. */
final class LibraryUsage {
    /** Vercel's AI SDK has none of these, whichever version. */
    private static final List<String> NOT_AI_SDK = List.of(
            "cacheReadInputTokens",
            "cacheWriteInputTokens",
            "cacheWriteHourInputTokens",
            "audioInputTokens",
            "audioOutputTokens");

    private static final String ATTRIBUTE = "gen_ai.usage.";

    private record Words(String input, String read, String written, String output, String reasoning, String total) {}

    private LibraryUsage() {}

    /** Whether it is the AI SDK's: details since version 6, before that our own words with a total. */
    static boolean isAiSdk(JsonNode usage) {
        if (!usage.has("inputTokens")) {
            return false;
        }
        if (usage.has("inputTokenDetails") || usage.has("outputTokenDetails")) {
            return true;
        }
        return usage.has("totalTokens")
                && (usage.has("cachedInputTokens") || usage.has("reasoningTokens"))
                && NOT_AI_SDK.stream().noneMatch(usage::has);
    }

    /** What is told twice, in the details and as version 5 did, counts once. */
    static Usage aiSdk(Counts counts) {
        var input = counts.in("inputTokenDetails");
        var output = counts.in("outputTokenDetails");
        return inside(
                counts,
                new Words(
                        "inputTokens",
                        "cachedInputTokens",
                        "cacheWriteTokens",
                        "outputTokens",
                        "reasoningTokens",
                        "totalTokens"),
                Math.max(input.count("cacheReadTokens"), counts.count("cachedInputTokens")),
                input.count("cacheWriteTokens"),
                Math.max(output.count("reasoningTokens"), counts.count("reasoningTokens")));
    }

    static boolean isOpenTelemetry(JsonNode usage) {
        return usage.has(ATTRIBUTE + "input_tokens");
    }

    /** The attributes of a span, flat; some write underscores where the conventions have dots. */
    static Usage openTelemetry(Counts counts) {
        var words = new Words(
                ATTRIBUTE + "input_tokens",
                counts.nameOf(ATTRIBUTE + "cache_read.input_tokens", ATTRIBUTE + "cache_read_input_tokens"),
                counts.nameOf(ATTRIBUTE + "cache_creation.input_tokens", ATTRIBUTE + "cache_creation_input_tokens"),
                ATTRIBUTE + "output_tokens",
                ATTRIBUTE + "reasoning.output_tokens",
                ATTRIBUTE + "total_tokens");
        return inside(
                counts, words, counts.count(words.read), counts.count(words.written), counts.count(words.reasoning));
    }

    private static Usage inside(Counts counts, Words words, int read, int written, int reasoning) {
        long input = counts.needed(words.input);
        long output = counts.needed(words.output);
        var total = counts.count(words.total);
        var sum = input + output;
        if (counts.has(words.total) && total != sum) {
            if (total == sum + reasoning) {
                output += reasoning; // some providers tell it beside the output, and the library passes that on
            } else if (total == sum + read + written) {
                input += read + written; // the same with what is cached
            } else {
                counts.refuse(
                        words.total,
                        "(%d) must be %s (%d) and %s (%d) together"
                                .formatted(total, words.input, input, words.output, output));
            }
        }
        if (input > Usage.MOST || output > Usage.MOST) {
            counts.refuse(words.input, "with all others is more than %d".formatted(Usage.MOST));
            return Usage.of(0, 0, 0);
        }
        read = counts.within(words.read, read, words.input, (int) input);
        written = counts.within(words.written, written, "what is left of " + words.input, (int) input - read);
        reasoning = counts.within(words.reasoning, reasoning, words.output, (int) output);
        return new Usage((int) input - read - written, read, written, 0, 0, (int) output - reasoning, reasoning, 0);
    }
}
