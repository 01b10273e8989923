package dev.douane.service.decisions;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.service.identity.Roles;
import dev.douane.service.packs.PackArchive;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A pack on trial, from its upload to what an auditor finds of it. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(OwnInstallation.class)
class PackOnTrialTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static ValidatableResponse post(String role, String path, String body) {
        return Asking.as(role)
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    private static int number() {
        return Asking.as(Roles.AUDITOR).get("/v1/rulesets/current").path("number");
    }

    private static String call(String team, String explain) {
        return """
                {"call": {"model": "claude-opus-5", "inputTokens": 100, "maxOutputTokens": 100},
                 "caller": {"team": "%s", "workflow": "on-trial"}, "data": {"classes": ["public"]},
                 "workload": {"task": "trial-1"}, "options": {"mode": "advise", "explain": "%s"}}
                """.formatted(team, explain);
    }

    @Test
    void a_pack_on_trial_says_what_would_have_been_and_changes_nothing_but_where_it_is_enforced() {
        Asking.untilReady();
        var before = number();
        Asking.as(Roles.AUTHOR)
                .contentType("application/zip")
                .body(PackArchive.of("trial", "1.0.0", "trial-1").zip())
                .post("/v1/packs")
                .then()
                .statusCode(201);
        int number = post(Roles.AUTHOR, "/v1/rulesets", """
                {"title": "Trial", "why": "To see.", "packs": [{"name": "trial", "version": "1.0.0", "mode": "observe",
                  "scopes": [{"scope": {"team": ["ranking"]}, "mode": "enforce"}]}]}
                """)
                .statusCode(201)
                .extract()
                .path("number");
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/approve", "{}").statusCode(200);
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/activate", "{\"why\": \"To see.\"}")
                .statusCode(200);
        Awaitility.await().atMost(PATIENCE).until(() -> number() == number);

        String id = Asking.decide(call("search", "reasons"))
                .statusCode(200)
                .body("verdict", equalTo("allow"))
                .body("target.model", equalTo("claude-opus-5"))
                .body("reasons.rule", contains("trial-1"))
                .body("reasons.mode", contains("observe"))
                .body("wouldHave.verdict", equalTo("downgrade"))
                .body("wouldHave.target.tier", equalTo("economy"))
                .body("wouldHave.because", contains("trial-1"))
                .extract()
                .path("id");
        Asking.decide(call("ranking", "reasons"))
                .statusCode(200)
                .body("verdict", equalTo("downgrade"))
                .body("reasons.mode", contains("enforce"))
                .body("wouldHave", nullValue());
        String spared = Asking.decide(call("search", "none"))
                .statusCode(200)
                .body("wouldHave", nullValue())
                .extract()
                .path("id");
        Asking.as(Roles.AUDITOR)
                .get("/v1/decisions/" + spared)
                .then()
                .body("evidence.wouldHave.verdict", equalTo("downgrade"));
        Asking.as(Roles.AUDITOR)
                .get("/v1/decisions?wouldHave=downgrade&workflow=on-trial&verdict=allow")
                .then()
                .statusCode(200)
                .body("items.id", hasItem(id))
                .body("items.wouldHave", hasItem("downgrade"));
        Asking.as(Roles.AUDITOR).get("/v1/decisions?wouldHave=deny").then().body("items.id", not(hasItem(id)));

        post(Roles.APPROVER, "/v1/rulesets/" + before + "/approve", "{}").statusCode(200);
        post(Roles.ADMIN, "/v1/rulesets/rollback", "{\"to\": " + before + ", \"why\": \"Seen.\"}")
                .statusCode(200);
        Awaitility.await().atMost(PATIENCE).until(() -> number() == before);
        given().get("/q/health/ready").then().statusCode(200);
    }
}
