package dev.douane.service.rulesets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.packs.PackArchive;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.SettableTime;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of scheduled activations when the key that scheduled them is revoked. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(RevokedSchedulesTest.Alone.class)
class RevokedSchedulesTest {
    /** The days that pass here are nobody else's. */
    public static class Alone extends OwnInstallation {}

    @Inject
    SettableTime time;

    @Inject
    Rulesets rulesets;

    @AfterEach
    void now() {
        time.reset();
    }

    private static ValidatableResponse post(String bearer, String path, String body) {
        return given().header("Authorization", bearer)
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    private static ValidatableResponse get(String path) {
        return given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get(path)
                .then()
                .statusCode(200);
    }

    private static int approved(String pack) {
        given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .contentType("application/zip")
                .body(PackArchive.of(pack, "1.0.0", "REVOKED-1").zip())
                .post("/v1/packs")
                .then()
                .statusCode(201);
        int number = post(TestKeys.bearer(Roles.AUTHOR), "/v1/rulesets", """
                        {"title": "Try %1$s", "why": "x", "packs": [{"name": "%1$s", "version": "1.0.0"}]}""".formatted(pack))
                .statusCode(201)
                .extract()
                .path("number");
        post(TestKeys.bearer(Roles.APPROVER), "/v1/rulesets/" + number + "/approve", "{}")
                .statusCode(200);
        return number;
    }

    private int inForce() {
        return rulesets.inForce().orElseThrow().ref().number();
    }

    @Test
    void what_a_revoked_key_scheduled_never_comes_and_what_another_scheduled_does() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> rulesets.inForce().isPresent());
        var number = approved("revoked-schedules");
        var before = inForce();
        var first = time.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
        var second = first.plus(Duration.ofDays(1));
        var admin = TestKeys.bearer(Roles.ADMIN);
        var leaver = post(admin, "/v1/keys", """
                        {"name": "leaver", "roles": ["approver"]}""").statusCode(201).extract();
        String id = leaver.path("id");
        var activate = "/v1/rulesets/" + number + "/activate";
        var body = "{\"why\": \"x\", \"at\": \"%s\"}";
        post("Bearer " + leaver.path("key"), activate, body.formatted(first)).statusCode(200);
        post(TestKeys.bearer(Roles.APPROVER), activate, body.formatted(second)).statusCode(200);

        given().header("Authorization", admin).delete("/v1/keys/" + id).then().statusCode(200);

        var withdrawn = "changes.find { it.action == 'withdraw' && it.ruleset == %d }.".formatted(number);
        get("/v1/rulesets/history")
                .body(withdrawn + "why", equalTo("Key (%s), which scheduled it, was revoked.".formatted(id)))
                .body(withdrawn + "effectiveAt", equalTo(first.toString()))
                .body("changes.findAll { it.action == 'withdraw' }.ruleset.size()", equalTo(1));
        time.set(first.plusSeconds(1));
        assertThat(inForce()).isEqualTo(before);
        time.set(second.plusSeconds(1));
        assertThat(inForce()).isEqualTo(number);
    }
}
