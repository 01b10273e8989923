package dev.douane.service.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.money.Usage;
import dev.douane.service.platform.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what providers report into buckets that do not overlap. Members a provider adds are passed over; counts that are negative, absurd
 * or contradict each other are refused.
 */
public final class UsageReader {
    private static final List<String> OWN_INPUT =
            List.of("cachedInputTokens", "cacheWriteInputTokens", "cacheWriteHourInputTokens", "audioInputTokens");
    private static final List<String> OWN_OUTPUT = List.of("reasoningTokens", "audioOutputTokens");
    private static final List<String> OWN = List.of(
            "inputTokens",
            "cachedInputTokens",
            "cacheWriteInputTokens",
            "cacheWriteHourInputTokens",
            "audioInputTokens",
            "outputTokens",
            "reasoningTokens",
            "audioOutputTokens");
    private static final List<String> CHAT = List.of("prompt_tokens", "completion_tokens");
    private static final List<String> OTHERS = List.of("input_tokens", "output_tokens");
    /** What others who speak OpenAI's words call what was read from the cache, beside the prompt that has it. */
    private static final List<String> CHAT_READ =
            List.of("cache_read_input_tokens", "prompt_cache_hit_tokens", "cached_tokens", "num_cached_tokens");

    private static final List<String> RESPONSES =
            List.of("input_tokens_details", "input_token_details", "total_tokens");
    private static final List<String> ANTHROPIC = List.of(
            "cache_read_input_tokens",
            "cache_creation_input_tokens",
            "cache_creation",
            "server_tool_use",
            "iterations");

    private UsageReader() {}

    /**
     * What a usage object says.
     *
     * @param usage the buckets
     * @param serviceTier the provider's price class as it was served; null where it is not told
     */
    public record Reported(Usage usage, @Nullable String serviceTier) {}

    /**
     * Reads one usage object.
     *
     * @param format the word of a {@link UsageFormat}; null where it is to be told from the members, if only one fits
     * @param wrong takes what is wrong, with pointers below {@code /usage} and at {@code /format}
     * @return empty where something is wrong
     */
    public static Optional<Reported> read(JsonNode usage, @Nullable String format, List<Violation> wrong) {
        var found = new ArrayList<Violation>();
        if (!usage.isObject()) {
            wrong.add(new Violation("/usage", "must be an object"));
            return Optional.empty();
        }
        var named = format(usage, format, found);
        if (named.isEmpty()) {
            wrong.addAll(found);
            return Optional.empty();
        }
        var counts = new Counts(usage, "/usage", found);
        var reported = switch (named.get()) {
            case OPENAI_CHAT -> chat(counts);
            case OPENAI_RESPONSES -> responses(counts);
            case ANTHROPIC -> AnthropicUsage.read(counts);
            case BEDROCK_CONVERSE -> BedrockUsage.converse(counts);
            case GEMINI -> GeminiUsage.read(counts);
            case AI_SDK -> LibraryUsage.aiSdk(counts);
            case OPENTELEMETRY -> LibraryUsage.openTelemetry(counts);
            case DOUANE -> own(counts);
        };
        var tier = serviceTier(usage, found);
        wrong.addAll(found);
        return found.isEmpty() ? Optional.of(new Reported(reported, tier)) : Optional.empty();
    }

    private static Optional<UsageFormat> format(JsonNode usage, @Nullable String named, List<Violation> wrong) {
        if (named != null) {
            var format = UsageFormat.named(named);
            if (format.isEmpty()) {
                wrong.add(new Violation(
                        "/format", "(%s) is none of %s".formatted(named, String.join(", ", UsageFormat.words()))));
            }
            return format;
        }
        if (LibraryUsage.isAiSdk(usage)) {
            return Optional.of(UsageFormat.AI_SDK); // before Bedrock's, whose total it has
        }
        if (LibraryUsage.isOpenTelemetry(usage)) {
            return Optional.of(UsageFormat.OPENTELEMETRY);
        }
        if (BedrockUsage.isConverse(usage)) {
            return Optional.of(UsageFormat.BEDROCK_CONVERSE);
        }
        if (GeminiUsage.isGemini(usage)) {
            return Optional.of(UsageFormat.GEMINI);
        }
        if (OWN.stream().anyMatch(usage::has)) {
            return Optional.of(UsageFormat.DOUANE);
        }
        var anthropic = ANTHROPIC.stream().anyMatch(usage::has);
        if (CHAT.stream().anyMatch(usage::has) && (isFilled(usage, CHAT) || !isFilled(usage, OTHERS))) {
            // gateways that speak OpenAI's words for Anthropic's models add Anthropic's counts to them
            return Optional.of(UsageFormat.OPENAI_CHAT);
        }
        var responses = RESPONSES.stream().anyMatch(usage::has);
        if (anthropic != responses) {
            return Optional.of(anthropic ? UsageFormat.ANTHROPIC : UsageFormat.OPENAI_RESPONSES);
        }
        wrong.add(new Violation(
                "/format",
                usage.has("input_tokens")
                        ? "must be there: usage with input_tokens may be openai-responses, which count cached tokens in it, or anthropic,"
                                + " which does not"
                        : "must be there: usage has none of the members that tell its format"));
        return Optional.empty();
    }

    /** Some fill in the words of another format with zeros. */
    private static boolean isFilled(JsonNode usage, List<String> words) {
        return words.stream().anyMatch(word -> usage.path(word).asDouble() != 0);
    }

    private static @Nullable String serviceTier(JsonNode usage, List<Violation> wrong) {
        var served = usage.path("service_tier");
        if (served.isMissingNode() || served.isNull()) {
            return null;
        }
        if (!served.isTextual()) {
            wrong.add(new Violation("/usage/service_tier", "must be a string"));
            return null;
        }
        var tier = served.textValue().toLowerCase(Locale.ROOT);
        return tier.isEmpty() ? null : priceClass(tier);
    }

    /** The price class that a provider's word stands for: what some call standard is the default. */
    public static String priceClass(String serviceTier) {
        return serviceTier.equals("standard") ? "default" : serviceTier;
    }

    private static Usage chat(Counts counts) {
        var details = counts.in("prompt_tokens_details");
        var prompt = counts.needed("prompt_tokens");
        var read = details.within("cached_tokens", details.count("cached_tokens"), "prompt_tokens", prompt);
        for (var beside : CHAT_READ) {
            read = Math.max(read, counts.within(beside, counts.count(beside), "prompt_tokens", prompt));
        }
        var write = Math.max(
                details.countOfAny("cache_write_tokens", "cache_creation_input_tokens", "cache_creation_tokens"),
                counts.count("cache_creation_input_tokens"));
        var usage = openAi(
                counts,
                new Words("prompt_tokens", "prompt_tokens_details", "completion_tokens", "completion_tokens_details"),
                prompt,
                read,
                write,
                0);
        return counts.has("citation_tokens") ? withResearch(counts, usage) : usage;
    }

    /** Perplexity's research bills what it cited and thought as well, and leaves both out of prompt, completion and total. */
    private static Usage withResearch(Counts counts, Usage usage) {
        var cited = counts.count("citation_tokens");
        var thought = counts.count("reasoning_tokens");
        if ((long) usage.input() + cited > Usage.MOST) {
            counts.refuse("citation_tokens", "with prompt_tokens is more than %d".formatted(Usage.MOST));
            return usage;
        }
        if ((long) usage.output() + thought > Usage.MOST) {
            counts.refuse("reasoning_tokens", "with completion_tokens is more than %d".formatted(Usage.MOST));
            return usage;
        }
        return new Usage(
                usage.uncachedInput() + cited,
                usage.cacheRead(),
                usage.cacheWrite(),
                usage.cacheWriteHour(),
                usage.audioInput(),
                usage.visibleOutput(),
                usage.reasoning() + thought,
                usage.audioOutput());
    }

    /** LangChain and Realtime say the same with details in the singular; LangChain tells what was written by lifetime. */
    private static Usage responses(Counts counts) {
        var words = new Words(
                "input_tokens",
                counts.nameOf("input_tokens_details", "input_token_details"),
                "output_tokens",
                counts.nameOf("output_tokens_details", "output_token_details"));
        var details = counts.in(words.inputDetails());
        var input = counts.needed("input_tokens");
        var cached = details.nameOf("cached_tokens", "cache_read");
        var read = details.within(cached, details.count(cached), "input_tokens", input);
        var hour = details.count("ephemeral_1h_input_tokens");
        var write = Math.max(
                details.countOfAny("cache_write_tokens", "cache_creation_input_tokens", "cache_creation"),
                details.count("ephemeral_5m_input_tokens") + hour);
        return openAi(counts, words, input, read, write, hour);
    }

    /** OpenAI's two interfaces say the same in different words. */
    private record Words(String input, String inputDetails, String output, String outputDetails) {}

    private static Usage openAi(Counts counts, Words words, int input, int read, int write, int hour) {
        var parts = counts.in(words.inputDetails());
        var written = parts.within("cache_write_tokens", write, words.input() + " without cached_tokens", input - read);
        var hourly = Math.min(hour, written);
        // audio may have been read from the cache as well; it is counted there then
        var audio = parts.nameOf("audio_tokens", "audio");
        var heard = parts.within(audio, parts.count(audio), words.input(), input)
                - parts.in("cached_tokens_details").count("audio_tokens");
        var audioIn = Math.clamp(heard, 0, input - read - written);

        var details = counts.in(words.outputDetails());
        var total = total(counts);
        var output = !counts.has(words.output()) && total >= input ? total - input : counts.needed(words.output());
        var reasoningWord = details.nameOf("reasoning_tokens", "reasoning");
        var reasoning = details.count(reasoningWord);
        var audioWord = details.nameOf("audio_tokens", "audio");
        var audioOut = details.count(audioWord);
        if (total > 0 && total != (long) input + output) {
            if (total == (long) input + output + reasoning) {
                output += reasoning; // some providers count reasoning beside the completion, and say so in the total
            } else if (reasoning == 0 && total > (long) input + output) {
                reasoning = total - input - output; // others say so in the total alone
                output += reasoning;
            } else {
                counts.refuse(
                        "total_tokens",
                        "(%d) must be %s (%d) and %s (%d) together"
                                .formatted(total, words.input(), input, words.output(), output));
            }
        }
        if (output > Usage.MOST) {
            counts.refuse(words.output(), "with reasoning_tokens is more than %d".formatted(Usage.MOST));
            output = 0;
        }
        reasoning = details.within(reasoningWord, reasoning, words.output(), output);
        audioOut =
                details.within(audioWord, audioOut, words.output() + " without reasoning_tokens", output - reasoning);
        return new Usage(
                input - read - written - audioIn,
                read,
                written - hourly,
                hourly,
                audioIn,
                output - reasoning - audioOut,
                reasoning,
                audioOut);
    }

    /** Where no output is told, as embeddings have none, it says how much there was; -1 where there is no total, 0 where it was not filled in. */
    private static int total(Counts counts) {
        return counts.has("total_tokens") ? counts.count("total_tokens") : -1;
    }

    private static Usage own(Counts counts) {
        counts.nothingBut(OWN);
        var input = counts.needed("inputTokens");
        var rest = input;
        for (var part : OWN_INPUT) {
            rest -= counts.within(part, counts.count(part), "what is left of inputTokens", rest);
        }
        var output = counts.needed("outputTokens");
        var said = output;
        for (var part : OWN_OUTPUT) {
            said -= counts.within(part, counts.count(part), "what is left of outputTokens", said);
        }
        if (!counts.wrong().isEmpty()) {
            return Usage.of(0, 0, 0);
        }
        return new Usage(
                rest,
                counts.count("cachedInputTokens"),
                counts.count("cacheWriteInputTokens"),
                counts.count("cacheWriteHourInputTokens"),
                counts.count("audioInputTokens"),
                said,
                counts.count("reasoningTokens"),
                counts.count("audioOutputTokens"));
    }
}
