package dev.douane.service.decisions;

import static dev.douane.service.decisions.Asking.CHEAP;
import static dev.douane.service.decisions.Asking.as;
import static dev.douane.service.decisions.Asking.gateway;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.douane.service.decisions.MalformedBodies.Malformed;
import dev.douane.service.identity.Roles;
import dev.douane.service.platform.PostgresTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The short way and the framework's are two doors to one room: who comes in by either must see the same. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class PlainDecisionsTest {
    /** Whatever is not exactly one of the two usual words goes the framework's way. */
    private static final String ANYTHING_BUT_PLAIN = "application/json, */*;q=0.1";

    /** What differs from one decision to the next. */
    private static final List<String> OWN = List.of("id", "decidedAt", "hold", "budgets");

    @Inject
    MeterRegistry metrics;

    @BeforeEach
    void ready() {
        Asking.untilReady();
        gateway().body(CHEAP).post("/v1/decisions").then().statusCode(200); // from now on the key is remembered
    }

    private double plain() {
        return metrics.get("douane.decisions.plain").counter().count();
    }

    private static Response plainly(UnaryOperator<RequestSpecification> how) {
        return how.apply(gateway()).post("/v1/decisions");
    }

    private static Response otherwise(UnaryOperator<RequestSpecification> how) {
        return how.apply(gateway().accept(ANYTHING_BUT_PLAIN)).post("/v1/decisions");
    }

    private static Map<String, Object> told(Response answer) {
        Map<String, Object> told = JsonPath.from(answer.asString()).getMap("");
        OWN.forEach(told::remove);
        return told;
    }

    @Test
    void a_plain_request_takes_the_short_way_and_any_other_does_not() {
        var before = plain();
        plainly(request -> request.body(CHEAP)).then().statusCode(200);
        assertThat(plain()).isEqualTo(before + 1);

        otherwise(request -> request.body(CHEAP)).then().statusCode(200);
        plainly(request -> request.body(CHEAP).queryParam("x", "y")).then().statusCode(400);
        plainly(request -> request.body(CHEAP).header("Content-Encoding", "identity"));
        plainly(request -> request.body(CHEAP).header("Origin", "https://console.example"));
        assertThat(plain()).isEqualTo(before + 1);
    }

    static Stream<String> calls() {
        return Stream.of(
                CHEAP,
                "{\"call\": {\"model\": \"gpt-99\", \"inputTokens\": 1200}, \"data\": {\"classes\": [\"public\"]}}",
                "{\"call\": {\"inputTokens\": 10, \"provider\": \"nobody\", \"deployment\": \"nowhere\"}}",
                "{\"call\": {\"model\": \"gpt-5\", \"inputTokens\": 10, \"cachedInputTokens\": 11}}",
                """
                {"call": {"model": "gpt-5", "inputTokens": 1200, "maxOutputTokens": 800},
                 "data": {"classes": ["personal"], "subjectLocations": ["DE"]}, "options": {"mode": "advise", "explain": "full"}}\
                """);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void both_decide_alike(String call) {
        sameFrom(request -> request.body(call));
    }

    static Stream<Malformed> malformed() {
        return MalformedBodies.all();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void both_refuse_alike(Malformed malformed) {
        sameFrom(request -> request.body(malformed.body()));
    }

    @Test
    void both_refuse_a_bad_idempotency_key_alike() {
        sameFrom(request -> request.body(CHEAP).header(IdempotencyHeader.NAME, "x".repeat(256)));
    }

    private static void sameFrom(UnaryOperator<RequestSpecification> how) {
        var plainly = plainly(how);
        var otherwise = otherwise(how);

        assertThat(plainly.statusCode()).isEqualTo(otherwise.statusCode());
        assertThat(plainly.contentType()).isEqualTo(otherwise.contentType());
        assertThat(plainly.headers().asList().stream()
                        .map(header -> header.getName().toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrderElementsOf(otherwise.headers().asList().stream()
                        .map(header -> header.getName().toLowerCase(Locale.ROOT))
                        .toList());
        assertThat(told(plainly)).isEqualTo(told(otherwise));
    }

    @Test
    void a_key_spent_on_one_way_is_spent_on_the_other() {
        var key = UUID.randomUUID().toString();
        var first = plainly(request -> request.body(CHEAP).header(IdempotencyHeader.NAME, key));
        var again = otherwise(request -> request.body(CHEAP).header(IdempotencyHeader.NAME, key));
        var plainlyAgain = plainly(request -> request.body(CHEAP).header(IdempotencyHeader.NAME, key));

        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(plainlyAgain.asString()).isEqualTo(first.asString());
        assertThat(first.header(IdempotencyHeader.REPLAYED)).isNull();
        assertThat(again.header(IdempotencyHeader.REPLAYED)).isEqualTo("true");
        assertThat(plainlyAgain.header(IdempotencyHeader.REPLAYED)).isEqualTo("true");
    }

    @Test
    void who_may_not_ask_is_refused_by_the_framework() {
        var before = plain();
        as(Roles.AUDITOR)
                .contentType("application/json")
                .body(CHEAP)
                .post("/v1/decisions")
                .then()
                .statusCode(403);
        as(Roles.AUDITOR)
                .contentType("application/json")
                .body(CHEAP)
                .post("/v1/decisions")
                .then()
                .statusCode(403);
        given().contentType("application/json")
                .body(CHEAP)
                .post("/v1/decisions")
                .then()
                .statusCode(401);
        given().header("Authorization", "Bearer dk_aaaaaaaaaaaaaaaa_" + "x".repeat(43))
                .contentType("application/json")
                .body(CHEAP)
                .post("/v1/decisions")
                .then()
                .statusCode(401);
        gateway()
                .contentType("text/plain")
                .body(CHEAP)
                .post("/v1/decisions")
                .then()
                .statusCode(415);
        gateway().accept("text/html").body(CHEAP).post("/v1/decisions").then().statusCode(406);
        gateway().body(CHEAP).put("/v1/decisions").then().statusCode(405);

        assertThat(plain()).isEqualTo(before);
    }

    @Test
    void a_revoked_key_no_longer_takes_the_short_way() {
        var made = as(Roles.ADMIN)
                .contentType("application/json")
                .body("{\"name\": \"to be revoked\", \"roles\": [\"gateway\"]}")
                .post("/v1/keys")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        var bearer = "Bearer " + made.getString("key");
        for (int i = 0; i < 2; i++) {
            given().header("Authorization", bearer)
                    .contentType("application/json")
                    .body(CHEAP)
                    .post("/v1/decisions")
                    .then()
                    .statusCode(200);
        }
        as(Roles.ADMIN).delete("/v1/keys/" + made.getString("id")).then().statusCode(200);

        given().header("Authorization", bearer)
                .contentType("application/json")
                .body(CHEAP)
                .post("/v1/decisions")
                .then()
                .statusCode(401)
                .body("status", equalTo(401));
    }
}
