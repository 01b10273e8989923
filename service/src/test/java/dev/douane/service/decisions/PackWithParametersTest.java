package dev.douane.service.decisions;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

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

/** One pack, two rulesets that set its parameters otherwise, and what a caller is told. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(OwnInstallation.class)
class PackWithParametersTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static ValidatableResponse post(String role, String path, String body) {
        return Asking.as(role)
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    private static ValidatableResponse propose(String parameters) {
        return post(Roles.AUTHOR, "/v1/rulesets", """
                {"title": "Caps", "why": "To see.", "packs": [{"name": "capped", "version": "1.0.0", "parameters": %s}]}
                """.formatted(parameters));
    }

    private static void putInForce(int number) {
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/approve", "{}").statusCode(200);
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/activate", "{\"why\": \"To see.\"}")
                .statusCode(200);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> number
                        == Asking.as(Roles.AUDITOR).get("/v1/rulesets/current").<Integer>path("number"));
    }

    private static ValidatableResponse decide() {
        return Asking.decide("""
                {"call": {"model": "gpt-5-nano", "inputTokens": 100, "maxOutputTokens": 900},
                 "data": {"classes": ["public"]}, "workload": {"task": "capped"}, "options": {"mode": "advise"}}""").statusCode(200);
    }

    @Test
    void a_ruleset_sets_what_a_pack_leaves_open_and_the_reason_says_the_figure() {
        Asking.untilReady();
        Asking.as(Roles.AUTHOR)
                .contentType("application/zip")
                .body(PackArchive.of("capped", "1.0.0", "capped")
                        .replacing("pack.yaml", "owners:", """
                                parameters:
                                  cap: {type: integer, default: 500, min: 100, max: 1000, description: The longest answer.}
                                owners:""")
                        .replacing("rules/ceiling.drl", "runs on economy models", "has at most {cap} tokens")
                        .replacing(
                                "rules/ceiling.drl",
                                "decision.capTier(\"economy\");",
                                "decision.capOutputTokens(params.cap);")
                        .replacing("tests/ceiling.yaml", "verdict: deny", "verdict: allow")
                        .zip())
                .post("/v1/packs")
                .then()
                .statusCode(201);

        putInForce(propose("{}").statusCode(201).extract().path("number"));
        decide().body("reasons.message", hasItem("Work of capped has at most 500 tokens."))
                .body("obligations.maxOutputTokens", equalTo(500));

        int higher = propose("{\"cap\": \"800\"}").statusCode(201).extract().path("number");
        propose("{\"cap\": \"800.0\"}").statusCode(200).body("number", equalTo(higher));
        propose("{\"cap\": \"0800\"}").statusCode(422).body("violations.pointer", contains("/packs/0/parameters/cap"));
        putInForce(higher);
        decide().body("reasons.message", hasItem("Work of capped has at most 800 tokens."))
                .body("obligations.maxOutputTokens", equalTo(800));
    }

    @Test
    void a_value_that_does_not_fit_is_refused_when_the_ruleset_is_proposed() {
        Asking.untilReady();
        Asking.as(Roles.AUTHOR)
                .contentType("application/zip")
                .body(PackArchive.of("placed", "1.0.0", "placed")
                        .replacing("pack.yaml", "concern: cost-tier", """
                                concern: sovereignty
                                parameters:
                                  places: {type: jurisdictions, default: EEA, description: Where it is allowed.}""")
                        .replacing(
                                "rules/ceiling.drl",
                                "decision.capTier(\"economy\");",
                                "decision.requireHosting(params.places);")
                        .zip())
                .post("/v1/packs")
                .then()
                .statusCode(201);

        refused("{\"places\": \"EEE\"}", "jurisdiction group or country (EEE) is not known");
        refused("{\"plaecs\": \"EEA\"}", "parameter (plaecs) is set but not declared");
        refused("{\"places\": \"\"}", "places");
    }

    private static void refused(String parameters, String because) {
        post(Roles.AUTHOR, "/v1/rulesets", """
                {"title": "Places", "why": "To see.", "packs": [{"name": "placed", "version": "1.0.0", "parameters": %s}]}
                """.formatted(parameters))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("violations.message", contains(containsString(because)));
    }
}
