package dev.douane.service.rulesets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(WithBrokenPack.class)
class BrokenPackTest {
    @Inject
    ActiveRuleset active;

    @Test
    void the_server_stays_up_says_why_it_is_not_ready_and_pretends_nothing() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> active.reason().contains("typo"));

        given().get("/q/health/live").then().statusCode(200);
        given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("status", equalTo("DOWN"))
                .body("checks.find { it.name == 'ruleset' }.status", equalTo("DOWN"))
                .body(
                        "checks.find { it.name == 'ruleset' }.data.reason",
                        allOf(containsString("typo@1.0.0"), containsString("rules/typo.drl")));
        assertThat(active.current()).isEmpty();
        given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .get("/v1/rulesets/current")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .body("detail", containsString("typo@1.0.0"));
        given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .get("/v1/packs/typo/versions/1.0.0")
                .then()
                .statusCode(404);
        given().header("Authorization", TestKeys.bearer(Roles.GATEWAY))
                .contentType("application/json")
                .body("{\"call\": {\"model\": \"gpt-5-nano\", \"inputTokens\": 1}}")
                .post("/v1/decisions")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", equalTo("2"))
                .body("type", equalTo("https://douane.dev/problems/not-ready"))
                .body("detail", containsString("No ruleset is in force"));
    }
}
