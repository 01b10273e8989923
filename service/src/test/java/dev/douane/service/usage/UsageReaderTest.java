package dev.douane.service.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.douane.rules.money.Usage;
import dev.douane.service.BesideOthers;
import dev.douane.service.platform.Violation;
import java.util.ArrayList;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@BesideOthers
class UsageReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static UsageReader.Reported read(JsonNode usage, @Nullable String format) {
        var wrong = new ArrayList<Violation>();
        var read = UsageReader.read(usage, format, wrong);
        assertThat(wrong).isEmpty();
        return read.orElseThrow();
    }

    private static Usage read(String usage, @Nullable String format) {
        return read(json(usage), format).usage();
    }

    @Test
    void openai_chat_counts_cached_and_written_tokens_in_the_prompt_and_reasoning_in_the_completion() {
        var usage = """
                {"prompt_tokens": 2006, "completion_tokens": 300, "total_tokens": 2306,
                 "prompt_tokens_details": {"cached_tokens": 1920, "cache_write_tokens": 20, "audio_tokens": 6},
                 "completion_tokens_details": {"reasoning_tokens": 192, "audio_tokens": 8,
                   "accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0}}""";

        assertThat(read(usage, null)).isEqualTo(new Usage(60, 1920, 20, 0, 6, 100, 192, 8));
    }

    @Test
    void openai_responses_counts_the_same_in_other_words() {
        var usage = """
                {"input_tokens": 328, "input_tokens_details": {"cached_tokens": 128}, "output_tokens": 52,
                 "output_tokens_details": {"reasoning_tokens": 32}, "total_tokens": 380}""";

        assertThat(read(usage, null)).isEqualTo(new Usage(200, 128, 0, 0, 0, 20, 32, 0));
    }

    @Test
    void langchain_and_realtime_say_so_with_details_in_the_singular() {
        assertThat(read("""
                {"input_tokens": 4000, "output_tokens": 200, "total_tokens": 4200,
                 "input_token_details": {"cache_read": 1500, "cache_creation": 0,
                   "ephemeral_5m_input_tokens": 800, "ephemeral_1h_input_tokens": 1200},
                 "output_token_details": {"reasoning": 60, "audio": 40}}""", null)).isEqualTo(new Usage(500, 1500, 800, 1200, 0, 100, 60, 40));
        assertThat(read("""
                {"input_tokens": 10, "output_tokens": 2, "input_token_details": {"cache_read": 3, "cache_creation": 4, "audio": 1}}""", null)).isEqualTo(new Usage(2, 3, 4, 0, 1, 2, 0, 0));
        assertThat(read("""
                {"total_tokens": 253, "input_tokens": 132, "output_tokens": 121,
                 "input_token_details": {"text_tokens": 119, "audio_tokens": 13, "cached_tokens": 64,
                   "cached_tokens_details": {"text_tokens": 64, "audio_tokens": 0}},
                 "output_token_details": {"text_tokens": 30, "audio_tokens": 91}}""", null)).isEqualTo(new Usage(55, 64, 0, 0, 13, 30, 0, 91));
        assertThat(read("""
                {"total_tokens": 253, "input_tokens": 132, "output_tokens": 121,
                 "input_token_details": {"text_tokens": 119, "audio_tokens": 13, "cached_tokens": 64,
                   "cached_tokens_details": {"text_tokens": 54, "audio_tokens": 10}},
                 "output_token_details": {"text_tokens": 30, "audio_tokens": 91}}""", null)).isEqualTo(new Usage(65, 64, 0, 0, 3, 30, 0, 91));
    }

    @Test
    void anthropic_counts_cached_tokens_beside_the_input() {
        var usage = """
                {"input_tokens": 21, "cache_creation_input_tokens": 188086, "cache_read_input_tokens": 1000, "output_tokens": 393,
                 "cache_creation": {"ephemeral_5m_input_tokens": 188000, "ephemeral_1h_input_tokens": 86},
                 "server_tool_use": {"web_search_requests": 0}, "service_tier": "standard"}""";

        assertThat(read(json(usage), null))
                .isEqualTo(new UsageReader.Reported(new Usage(21, 1000, 188000, 86, 0, 393, 0, 0), "default"));
    }

    @Test
    void turns_of_one_call_are_all_counted_and_none_twice() {
        assertThat(read("""
                {"input_tokens": 5200, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0, "output_tokens": 640, "iterations": [
                  {"type": "message", "model": "claude-sonnet-5", "input_tokens": 2100, "output_tokens": 180,
                   "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0},
                  {"type": "message", "model": "claude-sonnet-5", "input_tokens": 3100, "output_tokens": 460,
                   "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0}]}""", null)).isEqualTo(Usage.of(5200, 0, 640));
        assertThat(read("""
                {"input_tokens": 23000, "cache_creation_input_tokens": 300, "cache_read_input_tokens": 40, "output_tokens": 1000,
                 "cache_creation": {"ephemeral_5m_input_tokens": 100, "ephemeral_1h_input_tokens": 200}, "iterations": [
                  {"type": "compaction", "input_tokens": 180000, "output_tokens": 3500, "cache_read_input_tokens": 7,
                   "cache_creation_input_tokens": 50, "cache_creation": {"ephemeral_5m_input_tokens": 20, "ephemeral_1h_input_tokens": 30}},
                  {"type": "message", "input_tokens": 23000, "output_tokens": 1000, "cache_read_input_tokens": 40,
                   "cache_creation_input_tokens": 300, "cache_creation": {"ephemeral_5m_input_tokens": 100, "ephemeral_1h_input_tokens": 200}}]}""", null)).isEqualTo(new Usage(203000, 47, 120, 230, 0, 4500, 0, 0));
    }

    @Test
    void what_no_turn_tells_is_as_it_stands_beside_them() {
        assertThat(read("""
                {"input_tokens": 9, "cache_read_input_tokens": 5, "output_tokens": 4, "output_tokens_details": {"thinking_tokens": 3},
                 "cache_creation": {"ephemeral_5m_input_tokens": 1, "ephemeral_1h_input_tokens": 2}, "iterations": [
                  {"type": "compaction", "input_tokens": 100, "output_tokens": 20},
                  {"type": "message", "input_tokens": 9, "output_tokens": 4}]}""", null)).isEqualTo(new Usage(109, 5, 1, 2, 0, 21, 3, 0));
        assertThat(read(
                        "{\"input_tokens\": 5, \"output_tokens\": 2, \"cache_creation\": null, \"iterations\": []}",
                        "anthropic"))
                .isEqualTo(Usage.of(5, 0, 2));
    }

    @Test
    void bedrock_converse_counts_cached_tokens_beside_the_input() {
        assertThat(read(
                        "{\"inputTokens\": 80, \"outputTokens\": 300, \"totalTokens\": 2320,"
                                + " \"cacheReadInputTokens\": 1920, \"cacheWriteInputTokens\": 20, \"cacheDetails\": []}",
                        null))
                .isEqualTo(new Usage(80, 1920, 20, 0, 0, 300, 0, 0));
        assertThat(read("{\"inputTokens\": 80, \"outputTokens\": 300, \"totalTokens\": 380}", null))
                .isEqualTo(Usage.of(80, 0, 300));
        assertThat(read("{\"inputTokens\": 80, \"outputTokens\": 3, \"cacheReadInputTokens\": 1920}", null))
                .isEqualTo(new Usage(80, 1920, 0, 0, 0, 3, 0, 0));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'inputTokens': 80, 'outputTokens': 300, 'totalTokens': 380, 'cacheReadInputTokens': 1920|80|1920|0|0|300",
                "'inputTokens': 80, 'outputTokens': 300, 'totalTokens': 380, 'cacheWriteInputTokens': 5|80|0|5|0|300",
                "'inputTokens': 6000, 'outputTokens': 5, 'cacheWriteInputTokens': 4993|6000|0|4993|0|5",
                "'inputTokens': 80, 'outputTokens': 300, 'totalTokens': 2380, 'cacheWriteInputTokens': 2000,"
                        + " 'cacheDetails': [{'inputTokens': 1500, 'ttl': '1h'}, {'inputTokens': 500, 'ttl': '5m'}]|80|0|500|1500|300",
                "'inputTokenCount': 25, 'outputTokenCount': 10, 'invocationLatency': 100, 'firstByteLatency': 50|25|0|0|0|10",
                "'inputTokenCount': 25, 'outputTokenCount': 10, 'invocationLatency': 100, 'cacheReadInputTokenCount': 7,"
                        + " 'cacheWriteInputTokenCount': 3|25|7|3|0|10"
            })
    void bedrocks_cached_tokens_are_beside_the_input_whether_its_total_has_them_or_not(
            String usage, int uncached, int read, int written, int hour, int output) {
        assertThat(read("{" + usage.replace('\'', '"') + "}", null))
                .isEqualTo(new Usage(uncached, read, written, hour, 0, output, 0, 0));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'inputTokens': 1000, 'outputTokens': 100, 'totalTokens': 1100, 'reasoningTokens': 64, 'cachedInputTokens': 900|100|900|0|36|64",
                "'inputTokens': 1000, 'outputTokens': 100, 'totalTokens': 1100, 'cachedInputTokens': 700, 'reasoningTokens': 64,"
                        + " 'inputTokenDetails': {'noCacheTokens': 100, 'cacheReadTokens': 700, 'cacheWriteTokens': 200},"
                        + " 'outputTokenDetails': {'textTokens': 36, 'reasoningTokens': 64}|100|700|200|36|64",
                "'inputTokens': 1000, 'outputTokens': 300, 'totalTokens': 1300, 'inputTokenDetails': {'cacheReadTokens': 900}, 'outputTokenDetails': {}"
                        + "|100|900|0|300|0",
                "'inputTokens': 10, 'outputTokens': 5, 'totalTokens': 35, 'reasoningTokens': 20|10|0|0|5|20",
                "'inputTokens': 80, 'outputTokens': 300, 'totalTokens': 2300, 'cachedInputTokens': 1920|80|1920|0|300|0",
                "'gen_ai.usage.input_tokens': 1200, 'gen_ai.usage.output_tokens': 300, 'gen_ai.usage.cache_read.input_tokens': 1000,"
                        + " 'gen_ai.usage.cache_creation.input_tokens': 0, 'gen_ai.usage.reasoning.output_tokens': 100|200|1000|0|200|100",
                "'gen_ai.usage.input_tokens': 3000, 'gen_ai.usage.output_tokens': 100, 'gen_ai.usage.cache_read_input_tokens': 2000,"
                        + " 'gen_ai.usage.cache_creation_input_tokens': 600|400|2000|600|100|0"
            })
    void libraries_count_cached_tokens_in_the_input_whosever_model_it_is(
            String usage, int uncached, int read, int written, int said, int thought) {
        assertThat(read("{" + usage.replace('\'', '"') + "}", null))
                .isEqualTo(new Usage(uncached, read, written, 0, 0, said, thought, 0));
    }

    @Test
    void gemini_counts_cached_tokens_in_the_prompt_and_thoughts_beside_the_answer() {
        assertThat(read(
                        "{\"promptTokenCount\": 100, \"cachedContentTokenCount\": 60, \"toolUsePromptTokenCount\": 7,"
                                + " \"candidatesTokenCount\": 5, \"thoughtsTokenCount\": 20, \"totalTokenCount\": 132,"
                                + " \"promptTokensDetails\": [{\"modality\": \"TEXT\", \"tokenCount\": 100}], \"trafficType\": \"ON_DEMAND\"}",
                        null))
                .isEqualTo(new Usage(47, 60, 0, 0, 0, 5, 20, 0));
        assertThat(read("{\"promptTokenCount\": 10, \"totalTokenCount\": 10}", null))
                .isEqualTo(Usage.of(10, 0, 0));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'prompt': 10, 'candidates': 5, 'thoughts': 20, 'total': 35|10|5|20",
                "'prompt': 10, 'candidates': 25, 'thoughts': 20, 'total': 35|10|5|20",
                "'prompt': 10, 'candidates': 5, 'toolUsePrompt': 100, 'total': 115|110|5|0",
                "'prompt': 10, 'candidates': 5, 'toolUsePrompt': 100, 'total': 15|110|5|0",
                "'prompt': 10, 'candidates': 5, 'toolUsePrompt': 100, 'thoughts': 20, 'total': 35|110|5|20",
                "'prompt': 10, 'candidates': 25, 'toolUsePrompt': 100, 'thoughts': 20, 'total': 135|110|5|20",
                "'prompt': 10, 'candidates': 25, 'toolUsePrompt': 100, 'thoughts': 20, 'total': 35|110|5|20",
                "'prompt': 10, 'candidates': 25, 'toolUsePrompt': 20, 'thoughts': 20, 'total': 55|30|25|20",
                "'prompt': 100, 'response': 50, 'total': 150|100|50|0"
            })
    void gemini_is_read_as_its_total_says_in_either_spelling(String counts, int input, int said, int thought) {
        var camel = counts.replace("':", "TokenCount':").replace('\'', '"');
        var underscored =
                counts.replace("':", "_token_count':").replace("UseP", "_use_p").replace('\'', '"');

        for (var usage : new String[] {camel, underscored}) {
            assertThat(read("{" + usage + "}", null)).isEqualTo(new Usage(input, 0, 0, 0, 0, said, thought, 0));
        }
    }

    @Test
    void gemini_tells_audio_by_modality() {
        assertThat(read("""
                {"promptTokenCount": 1200, "candidatesTokenCount": 100, "totalTokenCount": 1300,
                 "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 200}, {"modality": "AUDIO", "tokenCount": 1000}],
                 "candidatesTokensDetails": [{"modality": "TEXT", "tokenCount": 100}]}""", null)).isEqualTo(new Usage(200, 0, 0, 0, 1000, 100, 0, 0));
        assertThat(read("""
                {"prompt_token_count": 1200, "cached_content_token_count": 700, "response_token_count": 100, "total_token_count": 1300,
                 "prompt_tokens_details": [{"modality": "TEXT", "token_count": 200}, {"modality": "AUDIO", "token_count": 1000}],
                 "cache_tokens_details": [{"modality": "AUDIO", "token_count": 700}],
                 "response_tokens_details": [{"modality": "AUDIO", "token_count": 90}, {"modality": "TEXT"}]}""", null)).isEqualTo(new Usage(200, 700, 0, 0, 300, 10, 0, 90));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "12.0", "1.2e1", "\"12\""})
    void whole_numbers_may_be_written_as_serialisers_write_them(String twelve) {
        assertThat(read("{\"prompt_tokens\": %s, \"completion_tokens\": 0}".formatted(twelve), null))
                .isEqualTo(Usage.of(12, 0, 0));
        assertThat(read("{\"promptTokenCount\": %1$s, \"totalTokenCount\": %1$s}".formatted(twelve), null))
                .isEqualTo(Usage.of(12, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12.5",
                "-1",
                "1e300",
                "1e999",
                "\"\"",
                "\"-1\"",
                "\"12.0\"",
                "\" 12\"",
                "\"999999999999999999999\"",
                "true",
                "[]",
                "{}"
            })
    void what_is_no_count_is_refused(String count) {
        var wrong = new ArrayList<Violation>();

        assertThat(UsageReader.read(
                        json("{\"prompt_tokens\": %s, \"completion_tokens\": 0}".formatted(count)), null, wrong))
                .isEmpty();
        assertThat(wrong).extracting(Violation::pointer).containsExactly("/usage/prompt_tokens");
    }

    @Test
    void our_own_words_may_say_every_bucket() {
        assertThat(read("{\"inputTokens\": 100, \"cachedInputTokens\": 30, \"outputTokens\": 7}", null))
                .isEqualTo(Usage.of(100, 30, 7));
        assertThat(read("""
                {"inputTokens": 100, "cachedInputTokens": 30, "cacheWriteInputTokens": 5, "cacheWriteHourInputTokens": 4,
                 "audioInputTokens": 1, "outputTokens": 9, "reasoningTokens": 2, "audioOutputTokens": 3}""", "douane")).isEqualTo(new Usage(60, 30, 5, 4, 1, 4, 2, 3));
    }

    @Test
    void null_details_and_members_nobody_knows_are_passed_over() {
        assertThat(read(
                        "{\"prompt_tokens\": 5, \"completion_tokens\": 2, \"prompt_tokens_details\": null, \"cost\": 0.1, \"num_sources\": []}",
                        null))
                .isEqualTo(Usage.of(5, 0, 2));
        assertThat(read(
                        "{\"input_tokens\": 5, \"output_tokens\": 2, \"cache_creation_input_tokens\": null, \"cache_creation\": null}",
                        "anthropic"))
                .isEqualTo(Usage.of(5, 0, 2));
    }

    @Test
    void a_gateway_that_adds_anthropics_counts_to_openais_words_means_openais() {
        assertThat(read(
                        "{\"prompt_tokens\": 50, \"completion_tokens\": 2, \"cache_creation_input_tokens\": 10,"
                                + " \"cache_read_input_tokens\": 30, \"prompt_tokens_details\": {\"cached_tokens\": 30}}",
                        null))
                .isEqualTo(new Usage(10, 30, 10, 0, 0, 2, 0, 0));
    }

    @Test
    void reasoning_beside_the_completion_is_added_where_the_total_says_so() {
        assertThat(read(
                        "{\"prompt_tokens\": 10, \"completion_tokens\": 5, \"total_tokens\": 115,"
                                + " \"completion_tokens_details\": {\"reasoning_tokens\": 100}}",
                        null))
                .isEqualTo(new Usage(10, 0, 0, 0, 0, 5, 100, 0));
    }

    @Test
    void what_only_the_total_counts_is_reasoning() {
        assertThat(read("{\"prompt_tokens\": 10, \"completion_tokens\": 8, \"total_tokens\": 500}", null))
                .isEqualTo(new Usage(10, 0, 0, 0, 0, 8, 482, 0));
        assertThat(read(
                        "{\"input_tokens\": 10, \"output_tokens\": 8, \"total_tokens\": 19,"
                                + " \"output_tokens_details\": {\"reasoning_tokens\": 0}}",
                        null))
                .isEqualTo(new Usage(10, 0, 0, 0, 0, 8, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"cache_read_input_tokens\": 900, \"cache_creation_input_tokens\": 0",
                "\"prompt_cache_hit_tokens\": 900, \"prompt_cache_miss_tokens\": 100",
                "\"cached_tokens\": 900",
                "\"cached_tokens\": 900, \"prompt_tokens_details\": {\"cached_tokens\": 900}",
                "\"num_cached_tokens\": 900, \"prompt_audio_seconds\": null",
                "\"cache_read_input_tokens\": 900, \"prompt_tokens_details\": {\"cached_tokens\": 900}"
            })
    void what_was_read_from_the_cache_may_stand_beside_the_prompt_that_has_it(String cached) {
        assertThat(read(
                        "{\"prompt_tokens\": 1000, \"completion_tokens\": 300, \"total_tokens\": 1300, %s}"
                                .formatted(cached),
                        null))
                .isEqualTo(Usage.of(1000, 900, 300));
    }

    @Test
    void a_price_class_is_told_in_any_letters() {
        var told = "{\"prompt_tokens\": 1, \"completion_tokens\": 1, \"service_tier\": \"%s\"}";
        assertThat(read(json(told.formatted("ON_DEMAND")), null).serviceTier()).isEqualTo("on_demand");
        assertThat(read(json(told.formatted("Standard")), null).serviceTier()).isEqualTo("default");
        assertThat(read(json(told.formatted("")), null).serviceTier()).isNull();
        assertThat(read(json(told.replace("\"%s\"", "null")), null).serviceTier())
                .isNull();
    }

    @Test
    void what_research_cited_and_thought_is_beside_prompt_and_completion() {
        assertThat(read("""
                {"prompt_tokens": 108, "completion_tokens": 3256, "total_tokens": 3364, "citation_tokens": 7299,
                 "num_search_queries": 74, "reasoning_tokens": 73248}""", null)).isEqualTo(new Usage(7407, 0, 0, 0, 0, 3256, 73248, 0));
        assertThat(read("""
                {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15, "citation_tokens": null, "reasoning_tokens": 3}""", null)).isEqualTo(Usage.of(10, 0, 5));
    }

    @Test
    void embeddings_report_no_output() {
        assertThat(read("{\"prompt_tokens\": 8, \"total_tokens\": 8}", null)).isEqualTo(Usage.of(8, 0, 0));
    }

    @Test
    void an_output_that_only_the_total_tells_is_what_the_input_leaves() {
        assertThat(read("{\"prompt_tokens\": 20, \"completion_tokens\": null, \"total_tokens\": 1016}", null))
                .isEqualTo(Usage.of(20, 0, 996));
        assertThat(read(
                        "{\"input_tokens\": 20, \"total_tokens\": 1016, \"output_tokens_details\": {\"reasoning_tokens\": 900}}",
                        null))
                .isEqualTo(new Usage(20, 0, 0, 0, 0, 96, 900, 0));
    }

    @Test
    void words_of_another_format_that_are_all_zero_say_nothing() {
        assertThat(read("""
                {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0, "input_tokens": 1200, "output_tokens": 300}""", null)).isEqualTo(Usage.of(1200, 0, 300));
        assertThat(read("""
                {"prompt_tokens": 1200, "completion_tokens": 300, "total_tokens": 1500, "input_tokens": 0, "output_tokens": 0}""", null)).isEqualTo(Usage.of(1200, 0, 300));
        assertThat(read("""
                {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0, "input_tokens": 0, "output_tokens": 0}""", null)).isEqualTo(Usage.of(0, 0, 0));
        assertThat(read("{\"prompt_tokens\": 10, \"completion_tokens\": 5, \"total_tokens\": 0}", null))
                .isEqualTo(Usage.of(10, 0, 5));
    }

    @ParameterizedTest(name = "{0} as {1}: {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "[1]|-|/usage",
                "{}|-|/format",
                "{\"input_tokens\": 5, \"output_tokens\": 2}|-|/format",
                "{\"input_tokens\": 5, \"cache_read_input_tokens\": 1, \"total_tokens\": 2}|-|/format",
                "{\"prompt_tokens\": 5, \"completion_tokens\": 2}|openai|/format",
                "{\"prompt_tokens\": 5}|-|/usage/completion_tokens",
                "{\"prompt_tokens\": 5, \"total_tokens\": 4}|-|/usage/completion_tokens",
                "{\"prompt_tokens\": -1, \"completion_tokens\": 2}|-|/usage/prompt_tokens",
                "{\"prompt_tokens\": 100000001, \"completion_tokens\": 2}|-|/usage/prompt_tokens",
                "{\"prompt_tokens\": 5, \"completion_tokens\": 2, \"total_tokens\": 6}|-|/usage/total_tokens",
                "{\"prompt_tokens\": 5, \"completion_tokens\": 2, \"total_tokens\": 9, \"completion_tokens_details\": {\"reasoning_tokens\": 1}}|-|/usage/total_tokens",
                "{\"prompt_tokens\": 5, \"completion_tokens\": 2, \"cache_read_input_tokens\": 6}|-|/usage/cache_read_input_tokens",
                "{\"prompt_tokens\": 5, \"completion_tokens\": 2, \"prompt_cache_hit_tokens\": 6}|-|/usage/prompt_cache_hit_tokens",
                "{\"prompt_tokens\": 5, \"completion_tokens\": 2, \"service_tier\": 1}|-|/usage/service_tier",
                "{\"prompt_tokens\": 5, \"completion_tokens\": 2, \"service_tier\": true}|-|/usage/service_tier",
                "{\"prompt_tokens\": 5, \"completion_tokens\": 2, \"service_tier\": []}|-|/usage/service_tier",
                "{\"prompt_tokens\": 5, \"completion_tokens\": 2, \"service_tier\": {}}|-|/usage/service_tier",
                "{\"input_tokens\": 5, \"output_tokens\": 2, \"input_token_details\": {\"cache_read\": 6}}|-|/usage/input_token_details/cache_read",
                "{\"input_tokens\": 5, \"output_tokens\": 2, \"output_token_details\": {\"reasoning\": 3}, \"total_tokens\": 7}|-|/usage/output_token_details/reasoning",
                "{\"input_tokens\": 5, \"output_tokens\": 2, \"input_token_details\": {\"ephemeral_1h_input_tokens\": 6}}|-|/usage/input_token_details/cache_write_tokens",
                "{\"prompt_tokens\": 5, \"completion_tokens\": 2, \"citation_tokens\": 100000000}|-|/usage/citation_tokens",
                "{\"prompt_tokens\": 5, \"completion_tokens\": 2, \"citation_tokens\": 1, \"reasoning_tokens\": 100000000}|-|/usage/reasoning_tokens",
                "{\"prompt_tokens\": 5, \"completion_tokens\": 2, \"cached_tokens\": 6}|-|/usage/cached_tokens",
                "{\"prompt_tokens\": 5, \"completion_tokens\": 2, \"num_cached_tokens\": 6}|-|/usage/num_cached_tokens",
                "{\"prompt_tokens\": 5, \"completion_tokens\": 2, \"prompt_tokens_details\": 7}|-|/usage/prompt_tokens_details",
                "{\"prompt_tokens\": 5, \"completion_tokens\": 2, \"prompt_tokens_details\": {\"cached_tokens\": 6}}|-|/usage/prompt_tokens_details/cached_tokens",
                "{\"prompt_tokens\": 5, \"completion_tokens\": 2, \"prompt_tokens_details\": {\"cached_tokens\": 3, \"cache_write_tokens\": 3}}|-|/usage/prompt_tokens_details/cache_write_tokens",
                "{\"prompt_tokens\": 5, \"completion_tokens\": 2, \"completion_tokens_details\": {\"reasoning_tokens\": 3}}|-|/usage/completion_tokens_details/reasoning_tokens",
                "{\"input_tokens\": 5, \"output_tokens\": 2, \"cache_creation_input_tokens\": 3, \"cache_creation\": {\"ephemeral_5m_input_tokens\": 1, \"ephemeral_1h_input_tokens\": 1}}|-|/usage/cache_creation_input_tokens",
                "{\"input_tokens\": 100000000, \"output_tokens\": 2, \"cache_read_input_tokens\": 1}|-|/usage/input_tokens",
                "{\"input_tokens\": 5, \"output_tokens\": 2, \"iterations\": [{\"type\": \"message\", \"input_tokens\": 5, \"output_tokens\": 2}, {\"type\": \"advisor_message\", \"model\": \"claude-opus-5\", \"input_tokens\": 9, \"output_tokens\": 1}]}|anthropic|/usage/iterations/1/model",
                "{\"input_tokens\": 5, \"output_tokens\": 2, \"iterations\": [{\"type\": \"message\", \"model\": \"a\", \"input_tokens\": 5, \"output_tokens\": 2}, {\"type\": \"fallback_message\", \"model\": \"b\", \"input_tokens\": 9, \"output_tokens\": 1}]}|anthropic|/usage/iterations/1/model",
                "{\"input_tokens\": 5, \"output_tokens\": 2, \"iterations\": [{\"type\": \"message\", \"input_tokens\": 4, \"output_tokens\": 2}]}|anthropic|/usage/input_tokens",
                "{\"input_tokens\": 5, \"output_tokens\": 2, \"iterations\": [{\"type\": \"message\", \"input_tokens\": 5}]}|anthropic|/usage/iterations/0/output_tokens",
                "{\"input_tokens\": 5, \"output_tokens\": 2, \"iterations\": [7]}|anthropic|/usage/iterations/0",
                "{\"input_tokens\": 5, \"output_tokens\": 2, \"iterations\": 7}|anthropic|/usage/iterations",
                "{\"input_tokens\": 5, \"output_tokens\": 2, \"iterations\": [{\"type\": \"message\", \"input_tokens\": 100000000, \"output_tokens\": 2}, {\"type\": \"message\", \"input_tokens\": 1, \"output_tokens\": 2}]}|anthropic|/usage/input_tokens",
                "{\"input_tokens\": 5, \"output_tokens\": 2, \"iterations\": [{\"type\": \"message\", \"input_tokens\": 5, \"output_tokens\": 100000000}, {\"type\": \"message\", \"input_tokens\": 1, \"output_tokens\": 2}]}|anthropic|/usage/output_tokens",
                "{\"inputTokens\": 5, \"outputTokens\": 2, \"reasoningTokens\": 3}|-|/usage/reasoningTokens",
                "{\"inputTokens\": 5, \"outputTokens\": 2, \"tokens\": 3}|-|/usage/tokens",
                "{\"inputTokens\": 5, \"outputTokens\": 2, \"totalTokens\": 3}|-|/usage/totalTokens",
                "{\"inputTokens\": 5, \"cachedInputTokens\": 4, \"outputTokens\": 2, \"totalTokens\": 8}|-|/usage/totalTokens",
                "{\"inputTokens\": 5, \"cachedInputTokens\": 6, \"outputTokens\": 2, \"totalTokens\": 7}|-|/usage/cachedInputTokens",
                "{\"inputTokens\": 5, \"cachedInputTokens\": 4, \"audioInputTokens\": 1, \"outputTokens\": 2, \"totalTokens\": 7}|-|/usage/totalTokens",
                "{\"inputTokens\": 5, \"outputTokens\": 2, \"outputTokenDetails\": {\"reasoningTokens\": 3}}|-|/usage/reasoningTokens",
                "{\"inputTokens\": 100000000, \"cachedInputTokens\": 4, \"outputTokens\": 0, \"totalTokens\": 100000000, \"reasoningTokens\": -1}|-|/usage/reasoningTokens",
                "{\"gen_ai.usage.input_tokens\": 5, \"gen_ai.usage.output_tokens\": 2, \"gen_ai.usage.cache_read.input_tokens\": 6}|-|/usage/gen_ai.usage.cache_read.input_tokens",
                "{\"gen_ai.usage.input_tokens\": 5}|-|/usage/gen_ai.usage.output_tokens",
                "{\"inputTokens\": 5, \"outputTokens\": 2, \"totalTokens\": 7}|douane|/usage/totalTokens",
                "{\"inputTokens\": 100000000, \"outputTokens\": 2, \"cacheReadInputTokens\": 1}|-|/usage/inputTokens",
                "{\"inputTokens\": 5, \"outputTokens\": 2, \"cacheWriteInputTokens\": 1, \"cacheDetails\": [{\"inputTokens\": 2, \"ttl\": \"1h\"}]}|-|/usage/cacheWriteInputTokens",
                "{\"inputTokenCount\": 5, \"invocationLatency\": 2}|-|/usage/outputTokens",
                "{\"promptTokenCount\": 5, \"cachedContentTokenCount\": 6}|-|/usage/cachedContentTokenCount",
                "{\"promptTokenCount\": 5, \"totalTokenCount\": 6}|-|/usage/totalTokenCount",
                "{\"promptTokenCount\": 5}|-|/usage/candidatesTokenCount",
                "{\"promptTokenCount\": 5, \"candidatesTokenCount\": 1, \"promptTokensDetails\": [{\"modality\": \"AUDIO\", \"tokenCount\": -1}]}|-|/usage/promptTokensDetails/0/tokenCount",
                "{\"prompt_token_count\": 5}|-|/usage/candidatesTokenCount",
                "{\"prompt_token_count\": 5, \"candidates_token_count\": 3, \"total_token_count\": 9}|-|/usage/total_token_count",
                "{\"promptTokenCount\": 10, \"candidatesTokenCount\": 5, \"thoughtsTokenCount\": 20, \"totalTokenCount\": 15}|-|/usage/totalTokenCount",
                "{\"promptTokenCount\": 100000000, \"candidatesTokenCount\": 5, \"toolUsePromptTokenCount\": 1}|-|/usage/promptTokenCount",
                "{\"promptTokenCount\": -5}|-|/usage/promptTokenCount"
            })
    void what_cannot_be_is_refused_with_its_place(String usage, @Nullable String format, String pointer) {
        var wrong = new ArrayList<Violation>();

        assertThat(UsageReader.read(json(usage), format, wrong)).isEmpty();
        assertThat(wrong).extracting(Violation::pointer).contains(pointer);
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    /** However a call's tokens fall, all three providers' words for them give the same buckets, and every token is in one. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void buckets_do_not_overlap_and_add_up(long seed) {
        var random = new Random(seed);
        int uncached = random.nextInt(5000);
        int read = random.nextInt(5000);
        int written = random.nextInt(500);
        int said = random.nextInt(5000);
        int thought = random.nextInt(5000);
        var expected = new Usage(uncached, read, written, 0, 0, said, thought, 0);

        var chat = openAi("prompt_tokens", "completion_tokens", expected);
        var responses = openAi("input_tokens", "output_tokens", expected);
        var anthropic = JSON.createObjectNode()
                .put("input_tokens", uncached)
                .put("cache_read_input_tokens", read)
                .put("cache_creation_input_tokens", written)
                .put("output_tokens", said + thought);
        anthropic.putObject("output_tokens_details").put("thinking_tokens", thought);

        for (var usage : new UsageReader.Reported[] {
            read(chat, null), read(responses, null), read(anthropic, null), read(anthropic, "anthropic")
        }) {
            assertThat(usage.usage()).isEqualTo(expected);
            assertThat(usage.usage().input()).isEqualTo(uncached + read + written);
            assertThat(usage.usage().output()).isEqualTo(said + thought);
        }
    }

    private static ObjectNode openAi(String input, String output, Usage usage) {
        var node = JSON.createObjectNode()
                .put(input, usage.input())
                .put(output, usage.output())
                .put("total_tokens", usage.total());
        node.putObject(input + "_details")
                .put("cached_tokens", usage.cacheRead())
                .put("cache_write_tokens", usage.cacheWrite());
        node.putObject(output + "_details").put("reasoning_tokens", usage.reasoning());
        return node;
    }

    /** Whatever is sent, reading it ends in buckets or in pointers, never in an exception. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nonsense_is_refused_and_breaks_nothing(long seed) {
        var random = new Random(seed);
        var names = new String[] {
            "prompt_tokens",
            "completion_tokens",
            "input_tokens",
            "output_tokens",
            "total_tokens",
            "cache_read_input_tokens",
            "cache_creation_input_tokens",
            "inputTokens",
            "outputTokens",
            "reasoningTokens",
            "cachedInputTokens",
            "cacheReadInputTokens",
            "totalTokens",
            "inputTokenCount",
            "invocationLatency",
            "gen_ai.usage.input_tokens",
            "gen_ai.usage.cache_read.input_tokens",
            "promptTokenCount",
            "candidatesTokenCount",
            "toolUsePromptTokenCount",
            "thoughtsTokenCount",
            "totalTokenCount"
        };
        var details = new String[] {
            "prompt_tokens_details",
            "completion_tokens_details",
            "input_tokens_details",
            "output_tokens_details",
            "cache_creation",
            "inputTokenDetails",
            "outputTokenDetails",
            "input_token_details"
        };
        var inner = new String[] {
            "cacheReadTokens",
            "cacheWriteTokens",
            "reasoningTokens",
            "cached_tokens",
            "cache_write_tokens",
            "audio_tokens",
            "reasoning_tokens",
            "ephemeral_5m_input_tokens",
            "ephemeral_1h_input_tokens",
            "thinking_tokens"
        };
        for (int i = 0; i < 200; i++) {
            var usage = JSON.createObjectNode();
            for (var name : names) {
                if (random.nextInt(3) == 0) {
                    usage.put(name, odd(random));
                }
            }
            for (var name : details) {
                if (random.nextInt(3) == 0) {
                    var node = usage.putObject(name);
                    for (var count : inner) {
                        if (random.nextBoolean()) {
                            node.put(count, odd(random));
                        }
                    }
                }
            }
            var words = UsageFormat.words();
            var format = random.nextBoolean() ? null : words.get(random.nextInt(words.size()));
            var wrong = new ArrayList<Violation>();
            assertThat(UsageReader.read(usage, format, wrong).isPresent())
                    .as(usage.toString())
                    .isEqualTo(wrong.isEmpty());
        }
    }

    private static long odd(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> -1;
            case 1 -> Usage.MOST;
            case 2 -> Long.MAX_VALUE;
            case 3 -> Integer.MAX_VALUE;
            default -> random.nextInt(100);
        };
    }
}
