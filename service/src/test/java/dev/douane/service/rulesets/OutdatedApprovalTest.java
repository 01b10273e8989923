package dev.douane.service.rulesets;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.packs.PackArchive;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.SettableTime;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was approved and never in force comes into force as it was approved: upon the ruleset that was there then, and with its trials. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(JustStarted.class)
class OutdatedApprovalTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    ActiveRuleset active;

    @Inject
    SettableTime time;

    @BeforeEach
    void the_shipped_packs_are_in_force() {
        awaitInForce(1);
    }

    @AfterEach
    void and_again() {
        time.reset();
        if (number() != 1) {
            rollBack(1);
        }
    }

    @Test
    void an_old_approval_is_outdated_once_another_ruleset_is_in_force() {
        int old = approved("left-lying");
        int newer = approved("newer");
        activate(newer, "").statusCode(200);
        awaitInForce(newer);

        activate(old, "")
                .statusCode(409)
                .body("type", endsWith("/conflict"))
                .body(
                        "detail",
                        startsWith(
                                "ruleset (%d) was approved upon another than it would follow: ruleset (%d) is in force from "
                                        .formatted(old, newer)));
        activate(old, ", \"at\": \"2099-01-01T00:00:00Z\"").statusCode(409);
    }

    /** Or one person would take two steps: back, and on to the old one. */
    @Test
    void going_back_to_what_it_was_approved_upon_makes_it_no_younger() {
        int old = approved("left-lying-2");
        int newer = approved("newer-2");
        activate(newer, "").statusCode(200);
        awaitInForce(newer);
        rollBack(1);

        activate(old, "").statusCode(409).body("detail", containsString("ruleset (1) is in force from "));
    }

    @Test
    void approved_anew_it_comes_into_force_and_what_was_there_can_be_gone_back_to() {
        int old = approved("looked-at-again");
        int newer = approved("newer-3");
        activate(newer, "").statusCode(200);
        awaitInForce(newer);

        for (int twice = 0; twice < 2; twice++) {
            post(Roles.APPROVER, "/v1/rulesets/" + old + "/approve", "{\"why\": \"Compared with the new one.\"}")
                    .statusCode(200)
                    .body("approvals", hasSize(2));
        }
        activate(old, "").statusCode(200);
        awaitInForce(old);
        post(Roles.APPROVER, "/v1/rulesets/" + newer + "/approve", "{}")
                .statusCode(200)
                .body("approvals", hasSize(1));
        rollBack(newer);
        activate(old, "").statusCode(200); // it was in force, so this is a roll-back
        awaitInForce(old);
    }

    @Test
    void what_is_scheduled_does_not_undo_what_comes_before_it() {
        int planned = approved("planned");
        int sudden = approved("sudden");
        var later = ", \"at\": \"2099-01-01T00:00:00Z\"";
        activate(planned, later).statusCode(200);

        activate(sudden, "")
                .statusCode(409)
                .body(
                        "detail",
                        equalTo(
                                "ruleset (%d) is scheduled for 2099-01-01T00:00:00Z, and was not approved to follow ruleset (%d). POST /v1/rulesets/%d/withdraw first."
                                        .formatted(planned, sudden, planned)));
        activate(sudden, ", \"at\": \"2098-01-01T00:00:00Z\"").statusCode(409);
        activate(sudden, ", \"at\": \"2099-06-01T00:00:00Z\"")
                .statusCode(409)
                .body("detail", containsString("ruleset (%d) will be in force from 2099".formatted(planned)));
        post(Roles.APPROVER, "/v1/rulesets/" + planned + "/withdraw", "{\"why\": \"Something came up.\"}")
                .statusCode(200);
        activate(sudden, "").statusCode(200);
        awaitInForce(sudden);
        activate(planned, later).statusCode(409);
        post(Roles.APPROVER, "/v1/rulesets/" + planned + "/approve", "{}").statusCode(200);
        activate(planned, later).statusCode(200);
        post(Roles.APPROVER, "/v1/rulesets/" + planned + "/withdraw", "{\"why\": \"Enough of that.\"}")
                .statusCode(200);
    }

    /** It would be enforced from the first call on, and nobody agreed to that. */
    @Test
    void a_trial_that_is_over_is_neither_approved_nor_activated_and_the_diff_warns_of_it() {
        var end = time.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        var trial = ", \"mode\": \"observe\", \"until\": \"%s\"".formatted(end);
        int approved = approved("over-1", trial);
        int proposed = proposed("over-2", trial);
        activate(approved, ", \"at\": \"%s\"".formatted(end))
                .statusCode(409)
                .body("detail", containsString("pack (over-1@1.0.0) is on trial until %s".formatted(end)));
        diff(approved).body("findings.code", not(hasItem("trial-ended")));

        time.set(end.plusSeconds(1));
        post(Roles.APPROVER, "/v1/rulesets/" + proposed + "/approve", "{}")
                .statusCode(409)
                .body("type", endsWith("/conflict"))
                .body("detail", containsString("pack (over-2@1.0.0) is on trial until %s".formatted(end)));
        activate(approved, "")
                .statusCode(409)
                .body("detail", containsString("pack (over-1@1.0.0) is on trial until %s".formatted(end)));
        diff(approved)
                .body("findings.find { it.code == 'trial-ended' }.pack", equalTo("over-1"))
                .body("findings.find { it.code == 'trial-ended' }.severity", equalTo("warning"));
    }

    private static ValidatableResponse diff(int number) {
        return given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/v1/rulesets/" + number + "/diff")
                .then()
                .statusCode(200);
    }

    /** Proposes a pack of its own, and has it approved. */
    private static int approved(String pack) {
        return approved(pack, "");
    }

    private static int approved(String pack, String terms) {
        int number = proposed(pack, terms);
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/approve", "{}").statusCode(200);
        return number;
    }

    private static int proposed(String pack, String terms) {
        given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .contentType("application/zip")
                .body(PackArchive.of(pack, "1.0.0", pack.toUpperCase(Locale.ROOT))
                        .zip())
                .post("/v1/packs")
                .then()
                .statusCode(201);
        return post(
                        Roles.AUTHOR,
                        "/v1/rulesets",
                        "{\"title\": \"x\", \"why\": \"x\", \"packs\": [{\"name\": \"%s\", \"version\": \"1.0.0\"%s}]}"
                                .formatted(pack, terms))
                .statusCode(201)
                .extract()
                .path("number");
    }

    private static ValidatableResponse activate(int number, String at) {
        return post(Roles.ADMIN, "/v1/rulesets/" + number + "/activate", "{\"why\": \"x\"%s}".formatted(at));
    }

    private void rollBack(int number) {
        if (given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/v1/rulesets/" + number)
                .then()
                .extract()
                .<List<?>>path("approvals")
                .isEmpty()) {
            post(Roles.APPROVER, "/v1/rulesets/" + number + "/approve", "{}").statusCode(200);
        }
        post(Roles.ADMIN, "/v1/rulesets/rollback", "{\"to\": %d, \"why\": \"x\"}".formatted(number))
                .statusCode(200);
        awaitInForce(number);
    }

    private void awaitInForce(int number) {
        Awaitility.await().pollDelay(Duration.ZERO).atMost(PATIENCE).until(() -> number() == number);
    }

    private int number() {
        return active.current().map(inForce -> inForce.ref().number()).orElse(0);
    }

    private static ValidatableResponse post(String role, String path, String body) {
        return given().header("Authorization", TestKeys.bearer(role))
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }
}
