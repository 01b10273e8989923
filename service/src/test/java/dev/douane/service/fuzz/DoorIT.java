package dev.douane.service.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.douane.service.platform.PackagedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever is sent to an operation of the packaged server, the answer is no 5xx, from 400 on it is a problem document, and its status and
 * members are those that the OpenAPI document names. Operations, parameters and bodies are those of the served document, so what is added to
 * it is asked too.
 *
 * <p>A failure names the operation and the seed: {@code -Ddouane.fuzz.operation='GET /v1/keys' -Ddouane.fuzz.seed=17 -Ddouane.fuzz.rounds=1}
 * sends that request alone; more rounds look further.
 */
class DoorIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SEED = Long.getLong("douane.fuzz.seed", 1);
    private static final int ROUNDS = Integer.getInteger("douane.fuzz.rounds", 70);
    private static final String ONLY = System.getProperty("douane.fuzz.operation", "");
    private static final int TOLD_MAX = 40;

    @TempDir
    static Path folder;

    private static PackagedServer server;
    private static String authorization;

    private final List<String> broken = new ArrayList<>();
    private final List<String> undescribed = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        server = PackagedServer.ready(folder);
        authorization = "Bearer " + server.bootstrapKey();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Lines of a request up to its body, with the status that it is answered with; {@code |} ends a line. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "NOISE => 400",
                "GET /v1/budgets HTTP/9.9 => 400",
                "GET /v1/budgets?% HTTP/1.1 => 400",
                "GET /v1/{x} HTTP/1.1 => 400",
                "GET /v1/keys/%00 HTTP/1.1 => 400",
                "GET /v1/budgets?cursor=AAAA HTTP/1.1 => 400",
                "GET /v1/keys?cursor=AAAA HTTP/1.1 => 400",
                "GET /v1/{long} HTTP/1.1 => 414",
                "GET /v1/keys HTTP/1.1|X-Odd: {long}{long}{long}{long} => 431",
                "GET /v1/keys HTTP/1.1|X-Odd: a\u0001b => 400",
                "GET /v1/keys HTTP/1.1|No colon here => 400",
                "GET /v1/keys HTTP/1.1|Content-Length: many => 400",
                "POST /v1/decisions HTTP/1.1|Content-Type: application/json|Transfer-Encoding: chunked||zz|{}|0 => 400",
                "POST /v1/decisions HTTP/1.1|Content-Type: application/json|Transfer-Encoding: chunked||2|{}x|0 => 400",
                "POST /v1/packs HTTP/1.1|Content-Type: garbage|Content-Length: 2||{} => 415",
                "POST /v1/packs HTTP/1.1|Content-Type: multipart/form-data; boundary=x|Content-Length: 2||{} => 400",
                "POST /v1/packs HTTP/1.1|Content-Type: multipart/form-data; boundary=|Content-Length: 2||{} => 400",
                "POST /v1/packs HTTP/1.1|Content-Type: multipart/form-data; boundary=x|Content-Length: 17||--x|No colon||--x => 400",
                "BREW /v1/packs HTTP/1.1 => 405",
                "GET /v1/no-such-thing HTTP/1.1 => 404"
            })
    void what_cannot_be_read_is_told_so_in_a_problem_document(String request, int status) throws IOException {
        var lines = request.replace("{long}", "a".repeat(6_000)).split("\\|", 2);
        var rest = lines.length > 1 ? lines[1] : "";
        var answer = new RawHttp(server.port())
                .send(
                        "%s|Host: x|Connection: close|Authorization: %s|%s||"
                                .formatted(lines[0], authorization, rest)
                                .replace("|", "\r\n"),
                        true);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(wrong(answer)).isEmpty();
    }

    @Test
    void whatever_is_sent_is_answered_as_the_document_says_and_from_400_on_with_a_problem() throws Exception {
        int sent = 0;
        var known = known(server);
        var http = new RawHttp(server.port());
        for (var operation : operations(server).toList()) {
            for (var seed = SEED; seed < SEED + ROUNDS && broken.size() < TOLD_MAX; seed++) {
                ask(http, operation, seed, known);
                sent++;
            }
        }
        assertThat(server.status("/q/health/ready")).isEqualTo(200);

        int asked = sent;
        assertSoftly(softly -> {
            softly.assertThat(broken)
                    .as("%d of %d answers are no problem documents", broken.size(), asked)
                    .isEmpty();
            softly.assertThat(undescribed.stream().limit(TOLD_MAX))
                    .as("%d of %d answers are not as the document says", undescribed.size(), asked)
                    .isEmpty();
            softly.assertThat(asked).isGreaterThanOrEqualTo(ONLY.isEmpty() ? 35 * ROUNDS : ROUNDS);
        });
    }

    private void ask(RawHttp http, Operation operation, long seed, List<String> known) throws IOException {
        var request =
                new Mischief(operation, operation.toString().hashCode() * 31L + seed, known, authorization).request();
        var answer = http.send(request.text(), request.isWhole());
        var wrong = wrong(request, answer);
        if (!wrong.isEmpty()) {
            broken.add("%s seed %d: %s%n%s".formatted(operation, seed, wrong, request));
        }
        var other = request.isForOperation() ? undescribed(operation, answer) : "";
        if (!other.isEmpty()) {
            undescribed.add("%s seed %d: %s%n%s".formatted(operation, seed, other, request));
        }
    }

    private static Stream<Operation> operations(PackagedServer server) throws Exception {
        return Operation.all(JSON.readTree(server.get("/q/openapi?format=json").body())).stream()
                .filter(operation -> ONLY.isEmpty() || operation.toString().equals(ONLY));
    }

    /** Names of what is there, so that not all questions end at "no such thing". */
    private static List<String> known(PackagedServer server) throws Exception {
        return List.of(
                made(server, "/v1/keys", "{\"name\": \"to be played with\", \"roles\": [\"gateway\"]}"),
                made(server, "/v1/budgets", """
                    {"name": "to-be-played-with", "owner": "o", "amount": "1000", "currency": "USD", "scope": {"product": "search"},
                     "period": {"unit": "month", "zone": "UTC"}, "enforcement": "hard", "holdExpiry": "charge"}"""),
                made(server, "/v1/decisions", """
                    {"call": {"model": "gpt-5-nano", "inputTokens": 10, "maxOutputTokens": 10}, "caller": {"product": "search"},
                     "data": {"classes": ["public"]}}"""),
                "sovereignty-eu",
                "1.0.0",
                "1");
    }

    private static String made(PackagedServer server, String path, String body) throws Exception {
        var answer = server.post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        return JSON.readTree(answer.body()).path("id").asText();
    }

    /** Empty where the document knows of such an answer. */
    private static String undescribed(Operation operation, RawHttp.Answer answer) throws IOException {
        if (answer.status() <= 0 || answer.status() == 405) {
            return "";
        }
        if (!operation.statuses().contains(Integer.toString(answer.status()))) {
            return "status " + answer.status();
        }
        var schema = operation.answer(answer.status());
        return schema.isMissingNode() || !answer.header("content-type").startsWith("application/json")
                ? ""
                : new Described(operation)
                        .fault(JSON.readTree(answer.body().getBytes(ISO_8859_1)), schema, "")
                        .orElse("");
    }

    /** Empty where the answer keeps the law. */
    private static String wrong(Mischief.Request request, RawHttp.Answer answer) {
        var status = answer.status();
        if (status < 0) {
            return "no answer in time";
        }
        if (status == 0) {
            return request.isWhole() ? "no answer" : "";
        }
        if (status >= 500) {
            return "status " + status;
        }
        return status < 400 || request.method().equals("HEAD") ? "" : wrong(answer);
    }

    private static String wrong(RawHttp.Answer answer) {
        var told = "status %d, %s, [%s]".formatted(answer.status(), answer.header("content-type"), answer.body());
        if (!answer.header("content-type").equals("application/problem+json")) {
            return told;
        }
        try {
            return isProblem(JSON.readTree(answer.body().getBytes(ISO_8859_1)), answer.status()) ? "" : told;
        } catch (IOException e) {
            return told;
        }
    }

    private static boolean isProblem(JsonNode document, int status) {
        return document.path("type").asText().startsWith("https://douane.dev/problems/")
                && !document.path("title").asText().isBlank()
                && document.path("status").asInt() == status
                && !document.path("detail").asText().isBlank();
    }
}
