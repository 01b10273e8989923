package dev.douane.service.identity.events;

import static io.restassured.RestAssured.given;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;

/** What tests of events ask, each in one line. */
final class Seen {
    private Seen() {}

    static RequestSpecification with(String bearer) {
        return given().header("Authorization", bearer);
    }

    /** Events of a key, newest first, those that wait to be written too. */
    static ValidatableResponse seen(SecurityEvents events, String kind, String key) {
        events.writeAll();
        return with(TestKeys.bearer(Roles.AUDITOR))
                .queryParam("kind", kind)
                .queryParam("key", key)
                .get("/v1/security/events")
                .then()
                .statusCode(200);
    }

    /** A key of a test's own, for a person of its own. */
    static TestKeys.Made made(String... roles) {
        var made = with(TestKeys.bearer(Roles.ADMIN))
                .contentType("application/json")
                .body(Map.of("name", "of a test", "holder", UUID.randomUUID().toString(), "roles", roles))
                .post("/v1/keys")
                .then()
                .statusCode(201)
                .extract();
        return new TestKeys.Made(made.path("id"), "Bearer " + made.path("key"));
    }
}
