package dev.douane.service.rulesets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.rules.call.Call;
import dev.douane.rules.call.Caller;
import dev.douane.rules.call.Data;
import dev.douane.rules.call.Workload;
import dev.douane.rules.decide.Effects;
import dev.douane.rules.drools.EngineLimits;
import dev.douane.rules.drools.RulesetStore;
import dev.douane.rules.facts.Clock;
import dev.douane.rules.facts.Facts;
import dev.douane.rules.facts.Value;
import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.packs.PackArchive;
import dev.douane.service.packs.Packs;
import dev.douane.service.packs.TestPacks;
import dev.douane.service.packworker.PackWorkers;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.TimeSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that look at three budgets together, and calls that forty-eight budgets are for: 48² + 48³ combinations are more than there may be. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(OwnInstallation.class)
class OverrunTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int BUDGETS = 48;
    private static final String MANY = "overrun";
    private static final String FEW = "no-overrun";

    @Inject
    Rulesets rulesets;

    @Inject
    Packs packs;

    @Inject
    PackWorkers proving;

    @Inject
    RulesetsConfig config;

    @Inject
    TimeSource time;

    @Inject
    DataSource database;

    @TempDir
    private Path data;

    private static ValidatableResponse post(String role, String path, String body) {
        return given().header("Authorization", TestKeys.bearer(role))
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    /** Publishes a pack with one rule that joins budgets, and one that caps a task named as the pack. */
    private static void publish(String name) {
        given().header("Authorization", TestKeys.bearer(Roles.AUTHOR))
                .contentType("application/zip")
                .body(PackArchive.of(name, "1.0.0", name)
                        .with("rules/joins.drl", """
                                rule "Three budgets together"
                                    @id("%s-joins")
                                    @reason("No budget is used twice over.")
                                when
                                    Budget()
                                    Budget()
                                    Budget(usedFraction > 2)
                                then
                                    decision.capTier("economy");
                                end
                                """.formatted(name))
                        .with("tests/joins.yaml", """
                                catalog:
                                  - big-us: {tier: frontier, price: {input: "5.00", output: "25.00"}}
                                cases:
                                  - name: a budget that is used twice over
                                    call: {model: big, deployment: big-us}
                                    budgets: [{name: lab, usedFraction: 3, elapsedFraction: 0.5, limit: "500.00", hard: false}]
                                    expect: {verdict: deny, because: [%s-joins]}
                                """.formatted(name))
                        .zip())
                .post("/v1/packs")
                .then()
                .statusCode(201);
    }

    /** @param terms as members of JSON */
    private static int activated(String name, String terms) {
        int number = post(Roles.AUTHOR, "/v1/rulesets", """
                {"title": "Joins", "why": "To see.", "packs": [{"name": "%s", "version": "1.0.0", %s}]}""".formatted(name, terms))
                .statusCode(201)
                .extract()
                .path("number");
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/approve", "{}").statusCode(200);
        post(Roles.APPROVER, "/v1/rulesets/" + number + "/activate", "{\"why\": \"To see.\"}")
                .statusCode(200);
        awaitNumber(number);
        return number;
    }

    private static void rolledBack(int number) {
        post(Roles.ADMIN, "/v1/rulesets/rollback", "{\"to\": %d, \"why\": \"Seen.\"}".formatted(number))
                .statusCode(200);
        awaitNumber(number);
    }

    private static void awaitNumber(int number) {
        Awaitility.await().atMost(PATIENCE).until(() -> number() == number);
    }

    private static int number() {
        var current =
                given().header("Authorization", TestKeys.bearer(Roles.AUDITOR)).get("/v1/rulesets/current");
        return current.statusCode() == 200 ? current.path("number") : 0;
    }

    private static ValidatableResponse decide(String product, String task) {
        return post(Roles.GATEWAY, "/v1/decisions", """
                {"call": {"model": "claude-opus-5", "inputTokens": 100, "maxOutputTokens": 100},
                 "caller": {"product": "%s"}, "data": {"classes": ["public"]}, "workload": {"task": "%s"},
                 "options": {"mode": "advise"}}""".formatted(product, task))
                .statusCode(200);
    }

    private static void fileBudgets() {
        for (int i = 0; i < BUDGETS; i++) {
            post(Roles.FINOPS, "/v1/budgets", """
                    {"name": "overrun-%d", "owner": "P&L", "amount": "1000", "currency": "USD", "scope": {"product": "%s"},
                     "period": {"unit": "year"}}""".formatted(i, MANY)).statusCode(201);
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> decide(MANY, "any")
                        .body("budgets.findAll { it.name.startsWith('overrun-') }", hasSize(BUDGETS)));
    }

    private static String dropped(String pack, String why) {
        var line = "douane_pack_dropped_total{pack=\"%s@1.0.0\",why=\"%s\"} ".formatted(pack, why);
        return given().header("Authorization", TestKeys.bearer(Roles.METRICS))
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(figure -> figure.startsWith(line))
                .map(figure -> figure.substring(line.length()))
                .findFirst()
                .orElse("none");
    }

    private static ValidatableResponse pack(String name) {
        return given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/v1/packs/%s/versions/1.0.0".formatted(name))
                .then()
                .statusCode(200);
    }

    private static void quarantined(String packs) {
        given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'ruleset' }.data.quarantined", containsString(packs));
    }

    /** What a call without any budgets makes the rules say on a node that starts now. */
    private Effects saidAfterAStart(String task) throws Exception {
        var quarantine = TestPacks.quarantineOfAStart(time);
        var store = new RulesetStore(
                EngineLimits.DEFAULT, quarantine, data, new byte[32], ShippedRulesets.besideTheProgram());
        var started = new ActiveRuleset();
        var keeper = new RulesetKeeper(
                started,
                rulesets,
                packs,
                quarantine,
                new WorkerCompiler(store, proving.keeper()),
                proving,
                config,
                time,
                database);
        keeper.begin();
        try {
            return started.current()
                    .orElseThrow()
                    .rules()
                    .forCall(Caller.UNKNOWN, Instant.EPOCH)
                    .evaluate(new Facts(
                            Call.chat("some-model", 100),
                            Caller.UNKNOWN,
                            Data.UNKNOWN,
                            Workload.of(task, "standard", "production", true),
                            List.of(),
                            List.of(),
                            Value.UNKNOWN,
                            Clock.at(Instant.EPOCH, ZoneOffset.UTC)));
        } finally {
            keeper.stop();
        }
    }

    @Test
    void
            an_enforced_pack_denies_and_an_observed_one_is_not_asked_again_after_a_roll_back_and_a_start_until_it_is_released()
                    throws Exception {
        Awaitility.await().atMost(PATIENCE).until(() -> number() > 0);
        var before = number();
        fileBudgets();
        publish("joins-1");
        publish("joins-2");

        int observed = activated("joins-1", "\"mode\": \"observe\", \"until\": \"2099-01-01T00:00:00Z\"");
        decide(FEW, "joins-1").body("verdict", equalTo("allow")).body("wouldHave.because", contains("joins-1"));
        pack("joins-1").body("quarantine", nullValue());
        decide(MANY, "joins-1").body("verdict", equalTo("allow")).body("wouldHave", nullValue());
        assertThat(dropped("joins-1", "work")).isEqualTo("1.0");
        decide(FEW, "joins-1").body("verdict", equalTo("allow")).body("wouldHave", nullValue());
        assertThat(dropped("joins-1", "quarantine")).isEqualTo("1.0");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> pack("joins-1")
                        .body("quarantine.rule", equalTo("joins-1-joins"))
                        .body("quarantine.mode", equalTo("observe"))
                        .body("quarantine.amount", greaterThanOrEqualTo(48 * 48 + 48 * 48 * 48))
                        .body("quarantine.budgets", greaterThanOrEqualTo(BUDGETS)));

        quarantined("joins-1@1.0.0 (enforced from 2099-01-01T00:00:00Z)");

        int enforced = activated("joins-2", "\"mode\": \"enforce\"");
        decide(FEW, "joins-2").body("verdict", equalTo("downgrade"));
        for (int i = 0; i < 2; i++) {
            decide(MANY, "joins-2")
                    .body("verdict", equalTo("deny"))
                    .body("reasons.rule", hasItem("rule-error"))
                    .body("reasons[0].message", containsString("joins-2-joins"));
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> pack("joins-2").body("quarantine.mode", equalTo("enforce")));
        decide(FEW, "joins-2").body("verdict", equalTo("downgrade"));
        quarantined("joins-1@1.0.0, joins-2@1.0.0");

        rolledBack(observed);
        decide(FEW, "joins-1").body("verdict", equalTo("allow")).body("wouldHave", nullValue());
        assertThat(dropped("joins-1", "work")).isEqualTo("1.0");
        assertThat(saidAfterAStart("joins-1"))
                .extracting(Effects::observed, Effects::dropped)
                .containsExactly(List.of(), List.of(new Effects.Dropped("joins-1@1.0.0", Effects.Dropped.QUARANTINE)));

        post(Roles.APPROVER, "/v1/packs/joins-1/versions/1.0.0/release", "{\"why\": \"Budgets were merged.\"}")
                .statusCode(200)
                .body("quarantine", nullValue());
        decide(FEW, "joins-1").body("wouldHave.because", contains("joins-1"));
        assertThat(saidAfterAStart("joins-1").observed()).hasSize(1);

        assertThat(enforced).isNotEqualTo(observed);
        post(Roles.APPROVER, "/v1/packs/joins-2/versions/1.0.0/release", "{\"why\": \"Budgets were merged.\"}")
                .statusCode(200);
        post(Roles.APPROVER, "/v1/rulesets/" + before + "/approve", "{}").statusCode(200);
        rolledBack(before);
    }
}
