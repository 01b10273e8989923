package dev.douane.service.fuzz;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Whatever is sent to an operation, the answer is no 5xx, from 400 on it is a problem document, and its status and members are those that the
 * document names. Operations, parameters and bodies are
 * those of the served OpenAPI document, so what is added to it is asked too.
 *
 * <p>A failure names the operation and the seed: {@code -Ddouane.fuzz.operation='GET /v1/keys' -Ddouane.fuzz.seed=17 -Ddouane.fuzz.rounds=1}
 * sends that request alone; more rounds look further.
 *
 * <p>Run where {@code -Ddouane.fuzz=true} asks for it, as long as one of its requests gets no answer in time and nobody knows whether the
 * server or the framing of the request is to blame.
 */
@EnabledIfSystemProperty(named = "douane.fuzz", matches = "true")
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(DoorFuzzTest.Fuzzed.class)
class DoorFuzzTest {
    /** An installation that nobody else counts on. */
    public static class Fuzzed implements QuarkusTestProfile {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SEED = Long.getLong("douane.fuzz.seed", 1);
    private static final int ROUNDS = Integer.getInteger("douane.fuzz.rounds", 70);
    private static final String ONLY = System.getProperty("douane.fuzz.operation", "");
    private static final int TOLD_MAX = 40;

    @Test
    void whatever_is_sent_is_answered_as_the_document_says_and_from_400_on_with_a_problem() throws IOException {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> RestAssured.get("/q/health/ready").statusCode() == 200);
        var http = new RawHttp(RestAssured.port);
        var authorization = TestKeys.bearer(Roles.ALL.toArray(String[]::new));
        var known = known(authorization);
        var broken = new ArrayList<String>();
        var undescribed = new ArrayList<String>();
        int asked = 0;
        for (var operation : operations(authorization).toList()) {
            for (var seed = SEED; seed < SEED + ROUNDS; seed++) {
                var request = new Mischief(
                                operation, operation.toString().hashCode() * 31L + seed, known, authorization)
                        .request();
                var answer = http.send(request.text(), request.isWhole());
                var wrong = wrong(request, answer);
                if (!wrong.isEmpty()) {
                    broken.add("%s seed %d: %s%n%s".formatted(operation, seed, wrong, request));
                }
                var other = request.isForOperation() ? undescribed(operation, answer) : "";
                if (!other.isEmpty()) {
                    undescribed.add("%s seed %d: %s%n%s".formatted(operation, seed, other, request));
                }
                asked++;
            }
        }

        assertThat(asked).isGreaterThanOrEqualTo(ONLY.isEmpty() ? 35 * ROUNDS : ROUNDS);
        int sent = asked;
        assertSoftly(softly -> {
            softly.assertThat(broken.stream().limit(TOLD_MAX))
                    .as("%d of %d answers are no problem documents", broken.size(), sent)
                    .isEmpty();
            softly.assertThat(undescribed.stream().limit(TOLD_MAX))
                    .as("%d of %d answers are not as the document says", undescribed.size(), sent)
                    .isEmpty();
        });
    }

    private static Stream<Operation> operations(String authorization) throws IOException {
        var document = given().header("Authorization", authorization)
                .get("/q/openapi?format=json")
                .asString();
        return Operation.all(JSON.readTree(document)).stream()
                .filter(operation -> ONLY.isEmpty() || operation.toString().equals(ONLY));
    }

    /** Names of what is there, so that not all questions end at "no such thing". */
    private static List<String> known(String authorization) {
        String key = given().header("Authorization", authorization)
                .contentType("application/json")
                .body("{\"name\": \"to be played with\", \"roles\": [\"gateway\"]}")
                .post("/v1/keys")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        String budget = given().header("Authorization", authorization)
                .contentType("application/json")
                .body("""
                    {"name": "to-be-played-with", "owner": "o", "amount": "1000", "currency": "USD", "scope": {"product": "search"},
                     "period": {"unit": "month", "zone": "UTC"}, "hardness": "hard", "holdExpiry": "charge"}\
                    """)
                .post("/v1/budgets")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        String decision = given().header("Authorization", authorization)
                .contentType("application/json")
                .body("""
                    {"call": {"model": "gpt-5-nano", "inputTokens": 10, "maxOutputTokens": 10}, "caller": {"product": "search"},
                     "data": {"classes": ["public"]}}\
                    """)
                .post("/v1/decisions")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        return Stream.of(key, budget, decision, "sovereignty-eu", "1.0.0", "1").toList();
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
