package dev.douane.service.decisions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Options;
import dev.douane.rules.call.Question;
import dev.douane.rules.call.Workload;
import dev.douane.service.decisions.MalformedBodies.Malformed;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.StrictJson;
import dev.douane.service.platform.Violation;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestReaderTest {
    private final StrictJson json = new StrictJson();
    private final RequestReader reader = new RequestReader(new SmallRyeConfigBuilder()
            .withMapping(VocabularyConfig.class)
            .build()
            .getConfigMapping(VocabularyConfig.class));

    private DecisionRequest read(byte[] body) {
        return reader.read(json.read(body, JsonNode.class), "");
    }

    private DecisionRequest read(String body) {
        return read(body.getBytes(UTF_8));
    }

    @Test
    void what_is_not_said_stands_at_its_default() {
        var request = read("{\"call\":{\"model\":\"gpt-5\",\"inputTokens\":1200}}");

        assertThat(request.question()).isEqualTo(Question.about(Call.chat("gpt-5", 1200)));
        assertThat(request.attributes()).isEmpty();
    }

    @Test
    void every_member_is_read() {
        var request = read("""
                {"call": {"model": "gpt-5", "provider": "azure", "region": "swedencentral", "deployment": "d-1", "operation": "responses",
                          "inputTokens": 1200, "cachedInputTokens": 200, "maxOutputTokens": 800, "n": 2, "serviceTier": "flex",
                          "capabilities": ["vision", "tools", "tools"]},
                 "caller": {"organisation": "acme", "product": "search", "team": "ranking", "workflow": "query-rewrite", "user": "u-123",
                            "run": "r-1", "environment": "prod", "location": "DE"},
                 "data": {"classes": ["personal", "financial"], "subjectLocations": ["FR", "DE"]},
                 "workload": {"task": "summarise", "criticality": "high", "phase": "scaling", "interactive": false},
                 "options": {"mode": "advise", "acceptDowngrade": false, "maxWait": "P31D", "hold": false, "explain": "full"},
                 "attributes": {"ticket": "OPS-9", "a": "Zürich 🚀"}}""");

        assertThat(request)
                .isEqualTo(new DecisionRequest(
                        new Question(
                                new Call(
                                        "gpt-5",
                                        "azure",
                                        "swedencentral",
                                        "d-1",
                                        "responses",
                                        1200,
                                        200,
                                        800,
                                        2,
                                        "flex",
                                        new TreeSet<>(List.of("tools", "vision"))),
                                new Caller("acme", "search", "ranking", "query-rewrite", "u-123", "r-1", "prod", "DE"),
                                Data.of(List.of("financial", "personal"), List.of("DE", "FR")),
                                Workload.of("summarise", "high", "scaling", false),
                                new Options(
                                        Options.Mode.ADVISE, false, Duration.ofDays(31), false, Options.Explain.FULL)),
                        new java.util.TreeMap<>(Map.of("ticket", "OPS-9", "a", "Zürich 🚀"))));
    }

    @Test
    void a_member_that_is_null_is_not_said() {
        assertThat(read("""
                        {"call": {"model": "gpt-5", "inputTokens": 1200, "provider": null, "maxOutputTokens": null, "n": null, "capabilities": null},
                         "caller": null, "data": {"classes": null}, "workload": {"task": null, "interactive": null}, "options": null,
                         "attributes": null}""").question()).isEqualTo(Question.about(Call.chat("gpt-5", 1200)));
    }

    @Test
    void a_deployment_alone_names_what_is_wanted() {
        var call = read("{\"call\":{\"deployment\":\"d-1\",\"inputTokens\":0}}")
                .question()
                .call();

        assertThat(call.model()).isNull();
        assertThat(call.deployment()).isEqualTo("d-1");
    }

    @Test
    void bodies_that_ask_the_same_are_the_same_when_written_down() {
        var one = read("{\"call\":{\"model\":\"gpt-5\",\"inputTokens\":1200,\"capabilities\":[\"b\",\"a\"]}}");
        var other = read("""
                {"options": {"mode": "enforce", "maxWait": "PT0H"}, "attributes": {},
                 "call": {"capabilities": ["a", "b"], "n": 1, "inputTokens": 1200, "model": "gpt-5"}}""");

        assertThat(new String(CanonicalRequest.of(one), UTF_8))
                .isEqualTo(new String(CanonicalRequest.of(other), UTF_8))
                .isEqualTo(
                        "{\"call\":{\"model\":\"gpt-5\",\"operation\":\"chat\",\"inputTokens\":1200,\"cachedInputTokens\":0,\"n\":1,"
                                + "\"serviceTier\":\"default\",\"capabilities\":[\"a\",\"b\"]},\"caller\":{},\"data\":{},"
                                + "\"workload\":{\"criticality\":\"standard\",\"phase\":\"production\",\"interactive\":true},"
                                + "\"options\":{\"mode\":\"enforce\",\"acceptDowngrade\":true,\"maxWait\":\"PT0S\",\"hold\":true,"
                                + "\"explain\":\"reasons\"}}");
    }

    @Test
    void what_was_written_down_reads_back_as_what_was_asked() {
        var request = read("""
                {"call": {"model": "a \\"quoted\\" name\\\\", "inputTokens": 7, "cachedInputTokens": 7, "maxOutputTokens": 1},
                 "caller": {"user": "Zoë 🚀", "location": "FR"}, "data": {"classes": ["health"], "subjectLocations": ["NO"]},
                 "options": {"maxWait": "PT90S"}, "attributes": {"b": "2", "a": "1"}}""");

        assertThat(read(CanonicalRequest.of(request))).isEqualTo(request);
    }

    @Test
    void names_are_in_any_script_that_people_write_and_attributes_stay_as_they_came() {
        var request = read("""
                {"call": {"model": "gpt-5", "inputTokens": 1},
                 "caller": {"organisation": "\u6771\u4eac\u652f\u5e97", "team": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "user": "\u200bZoe\u0308\ufeff"},
                 "attributes": {"title": "\ud83d\udc69\u200d\ud83d\ude80"}}""");

        assertThat(request.question().caller().organisation()).isEqualTo("\u6771\u4eac\u652f\u5e97");
        assertThat(request.question().caller().team()).isEqualTo("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645");
        assertThat(request.question().caller().user()).isEqualTo("Zo\u00eb");
        assertThat(request.attributes()).containsEntry("title", "\ud83d\udc69\u200d\ud83d\ude80");
    }

    static java.util.stream.Stream<Malformed> malformed() {
        return MalformedBodies.all();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void what_is_wrong_is_refused_and_pointed_at(Malformed bad) {
        var problem = catchThrowableOfType(ProblemException.class, () -> read(bad.body()));

        assertThat(problem).as("refused").isNotNull();
        assertThat(problem.type().status()).isEqualTo(bad.status());
        assertThat(problem.violations()).extracting(Violation::pointer).containsExactlyElementsOf(bad.pointers());
    }

    /** As the regular expression has it that the API describes it by. */
    @Test
    void a_task_is_a_word_in_kebab_case() {
        var described = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
        var random = new Random(4);
        for (int i = 0; i < 5_000; i++) {
            var task = random.ints(1 + random.nextInt(5), 0, 6)
                    .mapToObj("-a9z-A"::charAt)
                    .map(String::valueOf)
                    .collect(Collectors.joining());
            var body = "{\"call\":{\"model\":\"a\",\"inputTokens\":1},\"workload\":{\"task\":\"%s\"}}".formatted(task);
            if (described.matcher(task).matches()) {
                assertThat(read(body).question().workload().task()).isEqualTo(task);
            } else {
                assertThat(catchThrowableOfType(ProblemException.class, () -> read(body)))
                        .as(task)
                        .isNotNull();
            }
        }
    }

    @Test
    void a_word_that_is_not_known_is_answered_with_those_that_are() {
        var problem = catchThrowableOfType(
                ProblemException.class,
                () -> read("{\"call\":{\"model\":\"a\",\"inputTokens\":1,\"operation\":\"sing\"}}"));

        assertThat(problem.violations())
                .containsExactly(
                        new Violation(
                                "/call/operation",
                                "[sing] is not one of chat, responses, completion, embedding, image, audio, rerank, moderation"));
    }

    @Test
    void a_member_that_is_not_known_is_answered_with_those_that_are() {
        var problem = catchThrowableOfType(
                ProblemException.class,
                () -> read("{\"call\":{\"model\":\"a\",\"inputTokens\":1},\"data\":{\"class\":[]}}"));

        assertThat(problem.violations())
                .containsExactly(new Violation("/data/class", "unknown member; known here: classes, subjectLocations"));
    }
}
