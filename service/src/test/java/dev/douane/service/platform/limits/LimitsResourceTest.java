package dev.douane.service.platform.limits;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(SmallLimits.class)
class LimitsResourceTest {
    private static final int PATHS = 150;
    private static final int READS_PER_KEY = 4;
    private static final int REQUESTS_AT_ONCE = 40;

    @Inject
    Intake intake;

    @Inject
    MeterRegistry metrics;

    private static Response get(String bearer, String path) {
        return given().header("Authorization", bearer).get(path);
    }

    private static ValidatableResponse export(String bearer) {
        return given().header("Authorization", bearer)
                .accept("application/x-ndjson")
                .get("/v1/decisions")
                .then();
    }

    @Test
    void a_key_that_asks_too_often_is_told_when_to_ask_again_and_another_is_not() {
        var hasty = TestKeys.gateway(null).bearer();
        var refused = get(hasty, "/v1/ping");
        for (int i = 0; refused.statusCode() == 200 && i < 1_000; i++) {
            refused = get(hasty, "/v1/ping");
        }
        refused.then()
                .statusCode(429)
                .header("Retry-After", "1")
                .body("type", equalTo("https://douane.dev/problems/too-many-requests"))
                .body("detail", containsString("douane.limits.requests-per-second"));
        get(TestKeys.gateway(null).bearer(), "/v1/ping").then().statusCode(200);
    }

    @Test
    void a_key_with_many_requests_under_way_is_told_to_wait_and_another_is_not() {
        var busy = TestKeys.gateway(null);
        var taken = new ArrayList<Taken>();
        for (int request = 0; request < REQUESTS_AT_ONCE; request++) {
            taken.add(intake.take(busy.id(), 0));
        }

        get(busy.bearer(), "/v1/ping")
                .then()
                .statusCode(429)
                .header("Retry-After", "1")
                .body("type", equalTo("https://douane.dev/problems/too-many-requests"))
                .body("detail", containsString("douane.limits.requests-at-once"));
        get(TestKeys.gateway(null).bearer(), "/v1/ping").then().statusCode(200);

        taken.getFirst().close();
        get(busy.bearer(), "/v1/ping").then().statusCode(200);
        taken.forEach(Taken::close);
    }

    @Test
    void calls_of_a_batch_count_one_by_one() {
        var call = "{\"call\": {\"model\": \"gpt-5-nano\"}}";
        var bearer = TestKeys.gateway(null).bearer();
        int answered = 0;
        while (answered < 50
                && given().header("Authorization", bearer)
                                .urlEncodingEnabled(false)
                                .contentType("application/json")
                                .body("{\"calls\": [%s%s]}".formatted(call, ("," + call).repeat(99)))
                                .post("/v1/decisions:batch")
                                .statusCode()
                        == 200) {
            answered++;
        }
        assertThat(answered).isBetween(1, 10);
    }

    @Test
    void a_third_export_of_a_key_waits_and_so_does_whoever_finds_all_taken() {
        var auditor = TestKeys.bearer("auditor");
        var taken = new ArrayList<Taken>();
        taken.add(intake.takeExport(TestKeys.id("auditor")));
        export(auditor).statusCode(200);
        underWay(1);
        taken.add(intake.takeExport(TestKeys.id("auditor")));
        export(auditor)
                .statusCode(429)
                .header("Retry-After", "5")
                .body("detail", containsString("douane.limits.exports-per-key"));
        get(auditor, "/v1/log/check")
                .then()
                .statusCode(429)
                .body("detail", containsString("douane.limits.exports-per-key"));

        var other = TestKeys.bearer("auditor", "finops");
        export(other).statusCode(200);
        underWay(2);
        taken.add(intake.takeExport("a third one"));
        export(other).statusCode(429).body("detail", containsString("douane.limits.exports)"));
        get(other, "/v1/decisions").then().statusCode(200);

        taken.forEach(Taken::close);
        taken.forEach(Taken::close); // the second time gives nothing back
        underWay(0);
        export(auditor).statusCode(200);
        underWay(0);
    }

    /** An export's place is free once the server has noticed that all was sent. */
    private void underWay(int exports) {
        await().untilAsserted(() ->
                assertThat(metrics.get("douane.exports").gauge().value()).isEqualTo(exports));
    }

    @Test
    void a_key_that_reads_much_at_once_is_told_to_wait_and_another_reads_on() {
        var id = TestKeys.id("approver");
        var taken = new ArrayList<Taken>();
        for (int read = 0; read < READS_PER_KEY; read++) {
            taken.add(intake.takeRead(id));
        }

        get(TestKeys.bearer("approver"), "/v1/rulesets")
                .then()
                .statusCode(429)
                .header("Retry-After", "1")
                .body("detail", containsString("douane.limits.reads-per-key"));
        get(TestKeys.bearer("author"), "/v1/rulesets").then().statusCode(200);

        taken.forEach(Taken::close);
        get(TestKeys.bearer("approver"), "/v1/rulesets").then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({"/v1/rulesets, 200", "/v1/rulesets?limit=0, 400", "/v1/rulesets/999999, 404", "/v1/keys, 403"})
    void however_a_read_ends_it_makes_room(String path, int status) {
        for (int read = 0; read < 2 * READS_PER_KEY; read++) {
            get(TestKeys.bearer("author"), path).then().statusCode(status);
        }

        await().untilAsserted(() ->
                assertThat(metrics.get("douane.reads").gauge().value()).isZero());
    }

    @Test
    void whoever_makes_paths_up_makes_no_figures() {
        for (int i = 0; i < PATHS; i++) {
            get("Bearer none", "/v1/made-up/" + UUID.randomUUID()).then().statusCode(401);
            get(TestKeys.bearer("auditor", "author"), "/v1/keys/made-up/" + UUID.randomUUID())
                    .then()
                    .statusCode(404);
        }
        get(TestKeys.bearer("auditor", "author"), "/v1/packs").then().statusCode(200);

        await().untilAsserted(() -> assertThat(metrics.find("http.server.requests").timers().stream()
                        .map(timer -> timer.getId().getTag("uri")))
                .noneMatch(uri -> uri.contains("made-up"))
                .contains("/v1/packs")); // counted once the answer was sent
    }
}
