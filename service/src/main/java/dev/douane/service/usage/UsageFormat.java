package dev.douane.service.usage;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whose words a usage object is written in. */
public enum UsageFormat {
    /** Chat Completions and all that copy them: {@code prompt_tokens}, which include cached ones. */
    OPENAI_CHAT("openai-chat"),
    /** The Responses API: {@code input_tokens}, which include cached ones. */
    OPENAI_RESPONSES("openai-responses"),
    /** The Messages API: {@code input_tokens}, which leave cached ones out. */
    ANTHROPIC("anthropic"),
    /** Bedrock's Converse: {@code inputTokens}, which leave cached ones out. */
    BEDROCK_CONVERSE("bedrock-converse"),
    /** Vertex and Gemini: {@code promptTokenCount}, which includes cached ones, and {@code candidatesTokenCount}, which leaves thoughts out. */
    GEMINI("gemini"),
    /** Vercel's AI SDK: {@code inputTokens}, which include cached ones, with a total or details. */
    AI_SDK("ai-sdk"),
    /** The attributes of OpenTelemetry: {@code gen_ai.usage.input_tokens}, which include cached ones. */
    OPENTELEMETRY("opentelemetry"),
    /** Our own: {@code inputTokens}, which include cached ones. */
    DOUANE("douane");

    private final String word;

    UsageFormat(String word) {
        this.word = word;
    }

    /** The word of the API. */
    public String word() {
        return word;
    }

    static Optional<UsageFormat> named(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word.equals(word))
                .findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(UsageFormat::word).toList();
    }
}
