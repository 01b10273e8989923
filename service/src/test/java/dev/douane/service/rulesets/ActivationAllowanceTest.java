package dev.douane.service.rulesets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.packs.PackArchive;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.SettableTime;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often one key activates in an hour, and what it may beyond that. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(ActivationAllowanceTest.ThreeAnHour.class)
class ActivationAllowanceTest {
    /** Keys that activate three times an hour. */
    public static class ThreeAnHour extends OwnInstallation {
        @Override
        public Map<String, String> getConfigOverrides() {
            var overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("douane.rulesets.activations-per-key-and-hour", "3");
            return overrides;
        }
    }

    private record Key(String id, String bearer) {}

    @Inject
    SettableTime time;

    @Inject
    Activations activations;

    @Inject
    Rulesets rulesets;

    /** What is approved before the first ruleset is in force is approved upon none. */
    @BeforeEach
    void started() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> rulesets.inForce().isPresent());
    }

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

    private static Key approver(String name) {
        var made = post(TestKeys.bearer(Roles.ADMIN), "/v1/keys", """
                        {"name": "%s", "roles": ["approver"]}""".formatted(name))
                .statusCode(201)
                .extract();
        return new Key(made.path("id"), "Bearer " + made.path("key"));
    }

    private static int approved(String pack) {
        given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .contentType("application/zip")
                .body(PackArchive.of(pack, "1.0.0", "ALLOWANCE-1").zip())
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

    private static ValidatableResponse schedule(Key key, int number, int year) {
        return post(
                key.bearer(),
                "/v1/rulesets/%d/activate".formatted(number),
                "{\"why\": \"x\", \"at\": \"%d-01-01T00:00:00Z\"}".formatted(year));
    }

    private static ValidatableResponse rollBack(Key key, int to) {
        return post(key.bearer(), "/v1/rulesets/rollback", "{\"to\": %d, \"why\": \"It fails.\"}".formatted(to));
    }

    private static void refused(ValidatableResponse answer) {
        var wait = answer.statusCode(429)
                .body("type", equalTo("https://douane.dev/problems/too-many-requests"))
                .body("detail", containsString("activated 3 rulesets in an hour"))
                .body("detail", containsString("douane.rulesets.activations-per-key-and-hour"))
                .extract()
                .header("Retry-After");
        assertThat(Integer.parseInt(wait)).isBetween(1, 3600);
    }

    @Test
    void a_key_activates_so_often_in_an_hour_and_another_key_as_often_again() {
        var number = approved("allowance-hour");
        var key = approver("busy");
        for (int i = 0; i < 3; i++) {
            schedule(key, number, 2100 + i).statusCode(200);
        }

        refused(schedule(key, number, 2103));
        refused(post(key.bearer(), "/v1/rulesets/%d/activate".formatted(number), "{\"why\": \"x\"}"));
        schedule(key, number, 2102).statusCode(200); // the same again is no other
        schedule(approver("calm"), number, 2104).statusCode(200);

        post(key.bearer(), "/v1/rulesets/%d/withdraw".formatted(number), "{\"why\": \"Not yet.\"}")
                .statusCode(200);
        refused(schedule(key, number, 2103)); // what was withdrawn has been written all the same

        time.set(time.now().plus(Duration.ofMinutes(61)));
        schedule(key, number, 2103).statusCode(200);
        post(key.bearer(), "/v1/rulesets/%d/withdraw".formatted(number), "{\"why\": \"Never.\"}")
                .statusCode(200);
    }

    @Test
    void roll_backs_neither_count_nor_are_refused() {
        var first = approved("allowance-first");
        var second = approved("allowance-second");
        var key = approver("fire-brigade");
        var activate = "/v1/rulesets/%d/activate";
        post(key.bearer(), activate.formatted(first), "{\"why\": \"x\"}").statusCode(200);
        post(TestKeys.bearer(Roles.APPROVER), "/v1/rulesets/%d/approve".formatted(second), "{}")
                .statusCode(200); // upon the first
        post(key.bearer(), activate.formatted(second), "{\"why\": \"x\"}").statusCode(200);

        for (int i = 0; i < 2; i++) {
            rollBack(key, first).statusCode(200);
            rollBack(key, second).statusCode(200);
        }
        post(key.bearer(), activate.formatted(first), "{\"why\": \"x\"}").statusCode(200);
        refused(post(key.bearer(), activate.formatted(second), "{\"why\": \"x\"}"));
        rollBack(key, second).statusCode(200);
    }

    /** The door let it in, and the key was revoked before the lock was free. */
    @Test
    void an_activation_that_waited_while_its_key_was_revoked_is_refused() {
        var number = approved("allowance-revoked");
        var key = approver("leaver");
        given().header("Authorization", TestKeys.bearer(Roles.ADMIN))
                .delete("/v1/keys/" + key.id())
                .then()
                .statusCode(200);

        assertThatThrownBy(() -> activations.activate(number, null, "x", key.id()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.type()).isEqualTo(ProblemType.UNAUTHENTICATED));
    }
}
