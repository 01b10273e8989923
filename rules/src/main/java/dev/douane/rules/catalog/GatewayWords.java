package dev.douane.rules.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The words gateways and clouds put around a model's name: providers under their other names, makers, areas and routes. */
final class GatewayWords {
    static final String BEDROCK = "bedrock";
    static final String VERTEX = "vertex";

    /** The areas of Bedrock's inference profiles and Azure's data zones. */
    static final Set<String> AREAS = Set.of("apac", "au", "eu", "global", "global-standard", "jp", "us", "us-gov");

    /** What a router writes between Bedrock and the model to say which of its interfaces it calls. */
    static final Set<String> ROUTES = Set.of("converse", "converse-like", "invoke");

    /** By provider: the words that mean it. Gemini's own interface is not Vertex: another contract, another place. */
    private static final List<List<String>> PROVIDERS = List.of(
            List.of("aws-bedrock", BEDROCK, "amazon-bedrock", "bedrock-converse", "bedrock-mantle", "aws"),
            List.of("azure", "azure-ai", "azure-openai", "azure-ai-foundry", "azure-foundry", "azure-text"),
            List.of("cohere", "cohere-chat"),
            List.of("deepinfra", "deep-infra"),
            List.of("fireworks", "fireworks-ai"),
            List.of("gemini", "google-ai-studio", "google-genai"),
            List.of("google-vertex", VERTEX, "vertex-ai", "vertexai", "vertex-ai-beta", "google-vertex-ai"),
            List.of("moonshot", "moonshotai"),
            List.of("openai", "text-completion-openai"),
            List.of("ovhcloud", "ovh"),
            List.of("together", "together-ai", "togetherai"),
            List.of("xai", "x-ai"),
            List.of("zai", "z-ai"));

    /** By maker: the words that mean it. */
    private static final List<List<String>> MAKERS = List.of(
            List.of("ai21"),
            List.of("amazon"),
            List.of("anthropic"),
            List.of("cohere", "coherelabs"),
            List.of("deepseek", "deepseek-ai"),
            List.of("google"),
            List.of("meta", "meta-llama"),
            List.of("microsoft"),
            List.of("minimax", "minimaxai"),
            List.of("mistral", "mistralai"),
            List.of("moonshot", "moonshotai"),
            List.of("nvidia"),
            List.of("openai"),
            List.of("qwen", "alibaba"),
            List.of("xai", "x-ai"),
            List.of("zai", "zai-org", "z-ai"));

    private static final Map<String, List<String>> PROVIDER_OF = byWord(PROVIDERS);
    private static final Map<String, List<String>> MAKER_OF = byWord(MAKERS);

    private GatewayWords() {}

    private static Map<String, List<String>> byWord(List<List<String>> groups) {
        var byWord = new TreeMap<String, List<String>>();
        groups.forEach(group -> group.forEach(word -> byWord.put(word, group)));
        return byWord;
    }

    /** A word as it stands in these lists. */
    static String word(String written) {
        return written.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The words that mean the same provider; only the word itself where it has no others. */
    static List<String> sameProvider(String word) {
        return PROVIDER_OF.getOrDefault(word, List.of(word));
    }

    /** The one word for a maker; null where the word is no maker's. */
    static @Nullable String maker(String word) {
        var same = MAKER_OF.get(word);
        return same == null ? null : same.getFirst();
    }
}
