package dev.douane.service.decisions;

import static dev.douane.service.decisions.Asking.CHEAP;
import static dev.douane.service.decisions.Asking.as;
import static dev.douane.service.decisions.Asking.decisions;
import static dev.douane.service.decisions.Asking.gateway;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.service.identity.Roles;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class RepeatsResourceTest {
    @Inject
    DataSource database;

    @BeforeEach
    void ready() {
        Asking.untilReady();
    }

    @Test
    void a_repeat_gets_the_first_answer_byte_for_byte() throws SQLException {
        var key = UUID.randomUUID().toString();
        var first = gateway().header("Idempotency-Key", key).body(CHEAP).post("/v1/decisions");
        var before = decisions(database);
        var second = gateway()
                .header("Idempotency-Key", key)
                .body(CHEAP.replace(" ", "").replace("\n", ""))
                .post("/v1/decisions");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.asByteArray()).isEqualTo(first.asByteArray());
        assertThat(decisions(database)).isEqualTo(before);
    }

    private static ValidatableResponse ask(String key) {
        return gateway()
                .header("Idempotency-Key", key)
                .body(CHEAP)
                .post("/v1/decisions")
                .then()
                .statusCode(200);
    }

    @Test
    void a_repeat_promises_no_hold_that_is_gone() {
        var key = UUID.randomUUID().toString();
        var first = ask(key).extract().jsonPath();
        var decision = first.getString("id");
        gateway().post("/v1/decisions/" + decision + "/void").then().statusCode(200);

        ask(key).header("Idempotency-Replayed", "true")
                .body("id", equalTo(decision))
                .body("target.deployment", equalTo(first.getString("target.deployment")))
                .body("hold.amount", equalTo(first.getString("hold.amount")))
                .body("hold.expiresAt", not(equalTo(first.getString("hold.expiresAt"))))
                .body("settlement", nullValue());
        String charged = gateway()
                .body("{\"usage\": {\"inputTokens\": 1200, \"outputTokens\": 10}}")
                .post("/v1/decisions/" + decision + "/settlement")
                .then()
                .statusCode(200)
                .extract()
                .path("charged");

        ask(key).header("Idempotency-Replayed", "true")
                .body("id", equalTo(decision))
                .body("hold", nullValue())
                .body("settlement.charged", equalTo(charged))
                .body("settlement.settledAt", notNullValue());
    }

    @Test
    void a_key_belongs_to_one_request_of_one_gateway() {
        var key = UUID.randomUUID().toString();
        gateway()
                .header("Idempotency-Key", key)
                .body(CHEAP)
                .post("/v1/decisions")
                .then()
                .statusCode(200);

        gateway()
                .header("Idempotency-Key", key)
                .body(CHEAP.replace("1200", "1201"))
                .post("/v1/decisions")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("https://douane.dev/problems/idempotency-conflict"));
        as(Roles.GATEWAY, Roles.AUDITOR)
                .contentType("application/json")
                .header("Idempotency-Key", key)
                .body(CHEAP.replace("1200", "1201"))
                .post("/v1/decisions")
                .then()
                .statusCode(200)
                .header("Idempotency-Replayed", nullValue());
    }

    @Test
    void racing_repeats_are_decided_once() throws Exception {
        var key = UUID.randomUUID().toString();
        var before = decisions(database);
        var answers = new HashSet<String>();
        try (var gateways = Executors.newFixedThreadPool(8)) {
            Callable<String> ask = () -> {
                var answer =
                        gateway().header("Idempotency-Key", key).body(CHEAP).post("/v1/decisions");
                return answer.statusCode() + answer.asString();
            };
            for (var answer :
                    gateways.invokeAll(IntStream.range(0, 32).mapToObj(i -> ask).toList())) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).hasSize(1).allMatch(answer -> answer.startsWith("200{"));
        assertThat(decisions(database)).isEqualTo(before + 1);
    }

    @Test
    void a_key_is_printable_and_not_too_long() {
        for (var key : new String[] {"k".repeat(256), "caf\u00e9"}) {
            gateway()
                    .header("Idempotency-Key", key)
                    .body(CHEAP)
                    .post("/v1/decisions")
                    .then()
                    .statusCode(400)
                    .body("detail", containsString("Idempotency-Key"));
        }
    }
}
