package dev.douane.service.rulesets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import dev.douane.rules.decide.Settings;
import dev.douane.rules.pack.PackException;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.packs.Packs;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class RulesetsResourceTest {
    @Inject
    ActiveRuleset active;

    @Inject
    Rulesets rulesets;

    @Inject
    Packs packs;

    @BeforeEach
    void in_force() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofMinutes(2))
                .until(() -> active.current().isPresent());
    }

    @Test
    void the_shipped_packs_are_in_force_together() {
        given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/v1/rulesets/current")
                .then()
                .statusCode(200)
                .body("number", equalTo(1))
                .body("digest", matchesPattern("sha256:[0-9a-f]{64}"))
                .body(
                        "packs.name",
                        contains(
                                "budget-guard",
                                "cost-tier",
                                "open-weights-continuity",
                                "sovereignty-eu",
                                "sovereignty-in",
                                "sovereignty-uk",
                                "workload-classification"))
                .body("packs.mode", everyItem(equalTo("enforce")))
                .body("settings.defaultMaxOutputTokens", equalTo(4096))
                .body("settings.zone", equalTo("UTC"))
                .body("activatedBy", equalTo("start"));
    }

    @Test
    void what_was_in_force_at_a_time_is_asked_for_by_that_time() {
        at("2020-01-01T00:00:00Z").statusCode(200).body("rulesets", empty());
        at("2999-01-01T00:00:00Z").statusCode(400).body("violations.pointer", contains("?at"));
        at("yesterday").statusCode(400).body("violations.pointer", contains("?at"));
        String since = given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/v1/rulesets/current")
                .path("activatedAt");
        at(since).statusCode(200).body("rulesets.number", contains(1));
    }

    private static ValidatableResponse at(String time) {
        return given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .queryParam("at", time)
                .get("/v1/rulesets")
                .then();
    }

    @Test
    void readiness_says_which_ruleset_it_is() {
        given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/q/health/ready")
                .then()
                .body("checks.find { it.name == 'ruleset' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'ruleset' }.data.number", equalTo(1));
    }

    @Test
    void starting_again_adds_no_row() throws PackException {
        var activation = rulesets.lastActivation();

        var given = packs.publishGiven(pack -> {
            throw new AssertionError("a shipped pack is not verified again");
        });
        rulesets.activateGiven(given, Settings.DEFAULT);

        assertThat(rulesets.lastActivation()).isEqualTo(activation);
        given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .get("/v1/rulesets")
                .then()
                .statusCode(200)
                .body("rulesets.number", contains(1))
                .body("rulesets[0].packs.size()", is(given.size()));
        given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .get("/v1/packs")
                .then()
                .body("packs.findAll { it.publishedBy == 'start' }.size()", is(given.size()));
    }

    @Test
    void other_settings_are_another_ruleset() throws PackException {
        var given = dev.douane.rules.pack.Ruleset.enforcing(packs.publishGiven(pack -> {}));

        assertThat(Rulesets.digest(given, Settings.DEFAULT))
                .isEqualTo(active.current().orElseThrow().ref().digest())
                .isNotEqualTo(Rulesets.digest(given, new Settings(2048, Settings.DEFAULT.zone())));
    }

    @Test
    void a_gateway_does_not_read_rulesets() {
        given().header("Authorization", TestKeys.bearer(Roles.GATEWAY))
                .get("/v1/rulesets/current")
                .then()
                .statusCode(403);
    }
}
