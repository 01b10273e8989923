package dev.douane.service.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.money.Usage;
import java.util.Locale;
import java.util.regex.Pattern;

/** What Gemini says in {@code usageMetadata}, and its Python library in {@code usage_metadata}, in the same words with underscores. */
final class GeminiUsage {
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
    private static final String PROMPT = "promptTokenCount";

    private GeminiUsage() {}

    static boolean isGemini(JsonNode usage) {
        return usage.has(PROMPT) || usage.has(underscored(PROMPT));
    }

    /**
     * Cached tokens are in the prompt; what tools brought in and thoughts come beside, and the total has them all. Some leave what tools
     * brought in out of the total, some count thoughts in the answer: where the total says so, it is read so.
     */
    static Usage read(Counts counts) {
        var prompt = counts.needed(word(counts, PROMPT));
        var cachedWord = word(counts, "cachedContentTokenCount");
        var cached = counts.within(cachedWord, counts.count(cachedWord), word(counts, PROMPT), prompt);
        var tools = counts.count(word(counts, "toolUsePromptTokenCount"));
        var thought = counts.count(word(counts, "thoughtsTokenCount"));
        var said = said(counts);
        var totalWord = word(counts, "totalTokenCount");
        if (counts.has(totalWord)) {
            var total = counts.count(totalWord);
            var sum = (long) prompt + tools + said + thought;
            var isThoughtSaid = thought <= said && (total == sum - thought || total == sum - thought - tools);
            // where either fits, tools are what was left out: that is the dearer reading
            if (total != sum && total != sum - tools && !isThoughtSaid) {
                counts.refuse(totalWord, "(%d) must be what the others add up to (%d)".formatted(total, sum));
            } else if (total != sum && total != sum - tools) {
                said -= thought;
            }
        }
        if ((long) prompt + tools > Usage.MOST || (long) said + thought > Usage.MOST) {
            counts.refuse(word(counts, PROMPT), "with all others is more than %d".formatted(Usage.MOST));
            return Usage.of(0, 0, 0);
        }
        var uncached = prompt - cached + tools;
        var heard = audio(counts, "promptTokensDetails")
                + audio(counts, "toolUsePromptTokensDetails")
                - audio(counts, "cacheTokensDetails");
        var audioIn = Math.clamp(heard, 0, uncached);
        var spoken = audio(counts, "candidatesTokensDetails") + audio(counts, "responseTokensDetails");
        var audioOut = Math.clamp(spoken, 0, said);
        return new Usage(uncached - audioIn, cached, 0, 0, audioIn, said - audioOut, thought, audioOut);
    }

    /** The tokens of these that are audio. */
    private static long audio(Counts counts, String details) {
        return counts.each(word(counts, details)).stream()
                .filter(each -> each.word("modality").equals("AUDIO"))
                .mapToLong(each -> each.count(word(each, "tokenCount")))
                .sum();
    }

    /** Left out where all that came was thoughts, or nothing, which the total says; else it is the beginning of a stream. */
    private static int said(Counts counts) {
        var word = counts.nameOf(word(counts, "candidatesTokenCount"), word(counts, "responseTokenCount"));
        return counts.has(word(counts, "thoughtsTokenCount")) || counts.has(word(counts, "totalTokenCount"))
                ? counts.count(word)
                : counts.needed(word);
    }

    /** As it is written here. */
    private static String word(Counts counts, String word) {
        return counts.nameOf(word, underscored(word));
    }

    private static String underscored(String word) {
        return CAPITAL.matcher(word).replaceAll(capital -> "_" + capital.group().toLowerCase(Locale.ROOT));
    }
}
