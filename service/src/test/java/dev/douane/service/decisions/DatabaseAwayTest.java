package dev.douane.service.decisions;

import static dev.douane.service.decisions.Asking.as;
import static dev.douane.service.decisions.Asking.decide;
import static dev.douane.service.decisions.Asking.gateway;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.matchesPattern;

import dev.douane.service.identity.Roles;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DatabaseAwayTest.Switched.class)
class DatabaseAwayTest {
    private static final String CALL =
            """
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
            return Map.of("douane.decisions.deadline", "PT0.5S");
        }
    }

    Runnable cut;
    Runnable mend;

    @AfterEach
    void whole() {
        mend.run();
    }

    @Test
    void without_its_database_nothing_is_let_through_and_with_it_all_is_well_again() {
        Asking.untilReady();
        var decided = new ArrayList<String>();
        decided.add(decide(CALL).statusCode(200).extract().path("id"));

        cut.run();
        for (int i = 0; i < 3; i++) {
            decide(CALL)
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", matchesPattern("[1-9][0-9]*"))
                    .body("type", equalTo("https://douane.dev/problems/unavailable"));
        }
        gateway()
                .body("{\"calls\": [%s, %s]}".formatted(CALL, CALL))
                .post("/v1/decisions:batch")
                .then()
                .statusCode(200)
                .body("items.problem.status", everyItem(equalTo(503)));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(503));

        mend.run();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        decided.add(decide(CALL).statusCode(200).extract().path("id")));
        Asking.untilReady();
        for (var id : decided) {
            assertThat(as(Roles.AUDITOR).get("/v1/decisions/" + id).statusCode())
                    .as(id)
                    .isEqualTo(200);
        }
    }
}
