package dev.douane.service.decisions;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.matchesPattern;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DatabaseAwayTest.Switched.class)
class DatabaseAwayTest {
    private static final String CALL = """
            {"call": {"model": "gpt-5-nano", "inputTokens": 1200, "maxOutputTokens": 800},
             "data": {"classes": ["public"]}, "workload": {"task": "classify"}}""";

    /** Its own application, behind a line that can be cut. */
    public static class Switched implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(DatabaseWithASwitch.class));
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true; // the database of the other tests is on no such line
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("douane.decisions.deadline", "PT0.5S", "douane.ledger.queue-capacity", "4");
        }
    }

    Runnable cut;
    Runnable mend;

    @AfterEach
    void whole() {
        mend.run();
    }

    private static RequestSpecification asking(String key) {
        return given().header("Authorization", key).urlEncodingEnabled(false).contentType("application/json");
    }

    private static ValidatableResponse decide(String key) {
        return asking(key).body(CALL).post("/v1/decisions").then();
    }

    @Test
    void without_its_database_nothing_is_let_through_and_with_it_all_is_well_again() {
        Asking.untilReady();
        var key = TestKeys.bearer(Roles.GATEWAY, Roles.AUDITOR); // made while there is a database to make it in
        var decided = new ArrayList<String>();
        decided.add(decide(key).statusCode(200).extract().path("id"));

        cut.run();
        for (int i = 0; i < 3; i++) {
            decide(key)
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", matchesPattern("[1-9][0-9]*"))
                    .body("type", equalTo("https://douane.dev/problems/unavailable"));
        }
        asking(key)
                .body("{\"calls\": [%s, %s]}".formatted(CALL, CALL))
                .post("/v1/decisions:batch")
                .then()
                .statusCode(200)
                .body("items.problem.status", everyItem(equalTo(503)));
        for (var read : List.of("/v1/decisions/" + decided.getFirst(), "/v1/budgets", "/v1/ledger/check")) {
            asking(key)
                    .get(read)
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", matchesPattern("[1-9][0-9]*"))
                    .body("type", equalTo("https://douane.dev/problems/unavailable"));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(503));

        mend.run();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> decided.add(decide(key).statusCode(200).extract().path("id")));
        Asking.untilReady();
        for (var id : decided) {
            assertThat(given().header("Authorization", key)
                            .get("/v1/decisions/" + id)
                            .statusCode())
                    .as(id)
                    .isEqualTo(200);
        }
    }

    @Test
    void more_than_the_queue_can_hold_is_turned_away_at_once_and_nothing_of_it_is_recorded() throws Exception {
        Asking.untilReady();
        var key = TestKeys.bearer(Roles.GATEWAY, Roles.AUDITOR);
        decide(key).statusCode(200);

        cut.run();
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        try (var gateway = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(
                            URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/v1/decisions"))
                    .header("Authorization", key)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(CALL))
                    .build();
            for (int i = 0; i < 40; i++) {
                answers.add(gateway.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
            }
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        }

        for (var answer : answers) {
            assertThat(answer.join().statusCode()).isEqualTo(503);
            assertThat(answer.join().headers().firstValue("Retry-After")).isPresent();
        }
        assertThat(answers)
                .anyMatch(answer -> answer.join().body().contains("https://douane.dev/problems/overloaded"))
                .anyMatch(answer -> answer.join().body().contains("https://douane.dev/problems/unavailable"));
        mend.run();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> decide(key).statusCode(200));
        Asking.untilReady();
    }
}
