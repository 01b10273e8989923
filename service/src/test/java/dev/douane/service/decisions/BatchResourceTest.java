package dev.douane.service.decisions;

import static dev.douane.service.decisions.Asking.CHEAP;
import static dev.douane.service.decisions.Asking.decisions;
import static dev.douane.service.decisions.Asking.gateway;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class BatchResourceTest {
    @Inject
    DataSource database;

    @BeforeEach
    void ready() {
        Asking.untilReady();
    }

    @Test
    void one_bad_call_does_not_sink_the_others() throws SQLException {
        var before = decisions(database);
        var bad = "{\"call\": {\"model\": \"gpt-5\", \"inputTokens\": 1, \"n\": 0}}";
        var contradiction = "{\"call\": {\"model\": \"gpt-5\", \"inputTokens\": 1, \"cachedInputTokens\": 2}}";
        var unknown = "{\"call\": {\"model\": \"gpt-99\", \"inputTokens\": 1}}";
        gateway()
                .body("{\"calls\": [%s, %s, %s, %s, 7]}".formatted(CHEAP, bad, contradiction, unknown))
                .post("/v1/decisions:batch")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("items.size()", equalTo(5))
                .body("items[0].decision.verdict", equalTo("allow"))
                .body("items[0].problem", nullValue())
                .body("items[1].decision", nullValue())
                .body("items[1].problem.status", equalTo(400))
                .body("items[1].problem.violations.pointer", equalTo(List.of("/calls/1/call/n")))
                .body("items[2].problem.status", equalTo(422))
                .body("items[2].problem.violations.pointer", equalTo(List.of("/calls/2/call/cachedInputTokens")))
                .body("items[3].decision.verdict", equalTo("deny"))
                .body("items[4].problem.violations.pointer", equalTo(List.of("/calls/4")));
        assertThat(decisions(database)).isEqualTo(before + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/decisions%3Abatch", "/v1/decisions%3abatch", "/v1/%64ecisions%3Abatch"})
    void a_path_that_a_client_escaped_is_the_same_path(String path) {
        var calls = "{\"calls\": [%s]}".formatted(CHEAP);
        gateway()
                .urlEncodingEnabled(false)
                .body(calls)
                .post(path)
                .then()
                .statusCode(200)
                .body("items[0].decision.verdict", equalTo("allow"));
        gateway()
                .urlEncodingEnabled(false)
                .body(calls)
                .post(path + "?dryRun=true")
                .then()
                .statusCode(400)
                .body("violations.pointer", equalTo(List.of("?dryRun")));
        given().urlEncodingEnabled(false)
                .contentType("application/json")
                .body(calls)
                .post(path)
                .then()
                .statusCode(401);
        given().urlEncodingEnabled(false)
                .header("Authorization", TestKeys.bearer("auditor"))
                .contentType("application/json")
                .body(calls)
                .post(path)
                .then()
                .statusCode(403);
    }

    @Test
    void what_no_database_keeps_in_one_call_does_not_sink_the_others() {
        var nul = "{\"call\": {\"model\": \"gpt\\u0000\", \"inputTokens\": 1}}";
        var nulInName = "{\"call\": {\"model\": \"gpt-5\", \"inputTokens\": 1}, \"caller\": {\"\\u0000\": \"x\"}}";
        var half = "{\"call\": {\"model\": \"gpt-5\", \"inputTokens\": 1}, \"caller\": {\"user\": \"\\ud800\"}}";
        gateway()
                .body("{\"calls\": [%s, %s, %s, %s]}".formatted(nul, CHEAP, nulInName, half))
                .post("/v1/decisions:batch")
                .then()
                .statusCode(200)
                .body("items[0].problem.violations.pointer", equalTo(List.of("/calls/0/call/model")))
                .body("items[1].decision.verdict", equalTo("allow"))
                .body("items[2].problem.violations.pointer", equalTo(List.of("/calls/2/caller")))
                .body("items[3].problem.violations.pointer", equalTo(List.of("/calls/3/caller/user")));
        gateway()
                .body("{\"calls\": [%s], \"a\\u0000\": 1}".formatted(CHEAP))
                .post("/v1/decisions:batch")
                .then()
                .statusCode(400)
                .body("violations.pointer", equalTo(List.of("")));
    }

    @Test
    void a_hundred_calls_are_a_hundred_decisions_in_order() throws SQLException {
        var before = decisions(database);
        var calls = IntStream.range(0, 100)
                .mapToObj(i -> CHEAP.replace("1200", String.valueOf(1000 + i)))
                .toList();
        var answer = gateway()
                .body("{\"calls\": [" + String.join(",", calls) + "]}")
                .post("/v1/decisions:batch")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        var ids = answer.getList("items.decision.id", String.class);
        assertThat(ids).hasSize(100).doesNotHaveDuplicates();
        var costs = answer.getList("items.decision.cost.requested", String.class);
        assertThat(costs).isSorted();
        assertThat(decisions(database)).isEqualTo(before + 100);
    }

    @Test
    void what_is_no_batch_is_refused_as_a_whole() {
        var tooMany = "{\"calls\": ["
                + String.join(",", IntStream.range(0, 101).mapToObj(i -> CHEAP).toList()) + "]}";
        for (var refused : new String[][] {
            {"{\"calls\": []}", "/calls"},
            {tooMany, "/calls"},
            {"{\"calls\": {}}", "/calls"},
            {"{\"calls\": null}", "/calls"},
            {"{}", "/calls"},
            {"{\"calls\": [" + CHEAP + "], \"mode\": 1}", "/mode"},
            {"[]", ""},
            {"{\"calls\": [", ""}
        }) {
            gateway()
                    .body(refused[0])
                    .post("/v1/decisions:batch")
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("violations.pointer", equalTo(List.of(refused[1])));
        }
        gateway()
                .header("Idempotency-Key", "k")
                .body("{\"calls\": [" + CHEAP + "]}")
                .post("/v1/decisions:batch")
                .then()
                .statusCode(400);
    }
}
