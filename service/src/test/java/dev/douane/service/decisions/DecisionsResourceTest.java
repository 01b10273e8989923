package dev.douane.service.decisions;

import static dev.douane.service.decisions.Asking.CHEAP;
import static dev.douane.service.decisions.Asking.as;
import static dev.douane.service.decisions.Asking.decide;
import static dev.douane.service.decisions.Asking.decisions;
import static dev.douane.service.decisions.Asking.gateway;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.service.decisions.MalformedBodies.Malformed;
import dev.douane.service.identity.Roles;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class DecisionsResourceTest {
    private static final String UUID_V7 = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    @Inject
    DataSource database;

    @BeforeEach
    void ready() {
        Asking.untilReady();
    }

    // --- verdicts, by the shipped packs and catalog

    @Test
    void a_call_that_nothing_stands_against_is_allowed() {
        decide(CHEAP)
                .statusCode(200)
                .contentType("application/json")
                .body("id", matchesPattern(UUID_V7))
                .body("verdict", equalTo("allow"))
                .body("target.model", equalTo("gpt-5-nano"))
                .body("target.tier", equalTo("economy"))
                .body("alternatives.size()", lessThanOrEqualTo(3))
                .body("obligations.maxOutputTokens", lessThanOrEqualTo(800))
                .body("cost.currency", equalTo("USD"))
                .body("cost.requested", matchesPattern("0\\.\\d{6,9}"))
                .body("cost.estimated", matchesPattern("0\\.\\d{6,9}"))
                .body("hold.amount", matchesPattern("0\\.\\d{6,9}"))
                .body("hold.expiresAt", matchesPattern("\\d{4}-\\d\\d-\\d\\dT.*Z"))
                .body("ruleset.number", greaterThan(0))
                .body("ruleset.digest", matchesPattern("sha256:[0-9a-f]{64}"))
                .body("catalog.version", greaterThan(0))
                .body("decidedAt", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"))
                .body("retryAfter", nullValue())
                .body("nearestMiss", nullValue())
                .body("explanation", nullValue());
    }

    @Test
    void personal_data_of_people_in_the_eea_is_rerouted_out_of_the_us() {
        decide("""
                        {"call": {"model": "gpt-5", "provider": "openai", "inputTokens": 1200, "maxOutputTokens": 800},
                         "data": {"classes": ["personal"], "subjectLocations": ["DE"]}, "workload": {"task": "research"}}""")
                .statusCode(200)
                .body("verdict", equalTo("reroute"))
                .body("target.tier", equalTo("frontier"))
                .body("target.hosting", not(equalTo("US")))
                .body("alternatives.hosting", not(hasItem("US")))
                .body("reasons.rule", hasItem(matchesPattern("EU-.*")))
                .body("reasons.find { it.rule.startsWith('EU-') }.pack", matchesPattern("sovereignty-eu@.*"))
                .body("reasons.mode", everyItem(equalTo("enforce")));
    }

    @Test
    void a_summary_does_not_get_the_frontier_model_it_asked_for() {
        decide("""
                        {"call": {"model": "gpt-5", "inputTokens": 1200, "maxOutputTokens": 800},
                         "data": {"classes": ["public"]}, "workload": {"task": "summarise"}}""")
                .statusCode(200)
                .body("verdict", equalTo("downgrade"))
                .body("target.tier", in(new String[] {"standard", "economy"}))
                .body("reasons.rule", hasItem("COST-113"))
                .body("cost.requested", notNullValue());
    }

    @Test
    void a_model_nobody_knows_is_denied_by_name_and_nothing_is_held() {
        decide("{\"call\": {\"model\": \"gpt-99\", \"inputTokens\": 1200}, \"data\": {\"classes\": [\"public\"]}}")
                .statusCode(200)
                .body("verdict", equalTo("deny"))
                .body("reasons.rule", hasItem("unknown-model"))
                .body("nearestMiss.reasons.rule", hasItem("unknown-model"))
                .body("target", nullValue())
                .body("alternatives", nullValue())
                .body("obligations", nullValue())
                .body("hold", nullValue());
    }

    @Test
    void a_used_up_budget_denies_the_hurried_and_defers_the_patient() throws SQLException {
        Asking.budget(database, "tiny-budget", "100"); // less than any call costs
        var body = """
                {"call": {"model": "gpt-5-nano", "inputTokens": 1200, "maxOutputTokens": 800}, "caller": {"product": "%s"},
                 "data": {"classes": ["public"]}, "workload": {"task": "classify"}, "options": {"maxWait": "%s"}}""";

        decide(body.formatted("tiny-budget", "P31D"))
                .statusCode(200)
                .body("verdict", equalTo("deny")); // next month's is as tiny

        Asking.budget(database, "small-budget", "900000");
        String verdict;
        do {
            verdict = decide(body.formatted("small-budget", "PT0S"))
                    .statusCode(200)
                    .extract()
                    .path("verdict");
        } while (!verdict.equals("deny"));
        decide(body.formatted("small-budget", "PT0S"))
                .body("verdict", equalTo("deny"))
                .body("reasons.rule", hasItem("budget"))
                .body("nearestMiss.reasons.rule", equalTo(List.of("budget")))
                .body("budgets.name", hasItem("small-budget"));
        decide(body.formatted("small-budget", "P31D"))
                .statusCode(200)
                .body("verdict", equalTo("defer"))
                .body("retryAfter", matchesPattern("\\d{4}-\\d\\d-01T00:00:00Z"))
                .body("target", nullValue())
                .body("hold", nullValue());
    }

    // --- options

    @Test
    void advice_is_recorded_and_holds_nothing() throws SQLException {
        var before = decisions(database);
        decide(CHEAP.replace("\"workload\"", "\"options\": {\"mode\": \"advise\"}, \"workload\""))
                .statusCode(200)
                .body("verdict", equalTo("allow"))
                .body("cost.estimated", notNullValue())
                .body("hold", nullValue());
        assertThat(decisions(database)).isEqualTo(before + 1);
    }

    @Test
    void a_call_may_ask_for_no_hold() {
        decide(CHEAP.replace("\"workload\"", "\"options\": {\"hold\": false}, \"workload\""))
                .statusCode(200)
                .body("verdict", equalTo("allow"))
                .body("hold", nullValue());
    }

    @Test
    void reasons_are_told_as_far_as_they_are_asked_for() {
        var body = """
                {"call": {"model": "gpt-5", "inputTokens": 1200}, "data": {"classes": ["public"]},
                 "workload": {"task": "summarise"}, "options": {"explain": "%s"}}""";

        decide(body.formatted("none"))
                .statusCode(200)
                .body("reasons", nullValue())
                .body("explanation", nullValue());
        decide(body.formatted("reasons")).statusCode(200).body("reasons.rule", hasItem("COST-113"));
        decide(body.formatted("full"))
                .statusCode(200)
                .body("reasons.rule", hasItem("COST-113"))
                .body("explanation.catalog", greaterThan(40))
                .body("explanation.eligible", greaterThan(0))
                .body("explanation.steps.rule", hasItem("COST-113"))
                .body("explanation.steps.find { it.rule == 'COST-113' }.excluded", greaterThan(0));
    }

    @Test
    void a_call_without_an_output_cap_is_obliged_to_the_rulesets() {
        decide("""
                        {"call": {"model": "gpt-5-nano", "inputTokens": 10}, "data": {"classes": ["public"]},
                         "workload": {"task": "some-task"}}""").statusCode(200).body("obligations.maxOutputTokens", equalTo(4096));
    }

    // --- what is refused

    static Stream<Malformed> malformed() {
        return MalformedBodies.all();
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void what_is_wrong_is_refused_and_pointed_at_and_leaves_no_row(Malformed bad) throws SQLException {
        var before = decisions(database);
        var answer = gateway().body(bad.body()).post("/v1/decisions").then();

        answer.statusCode(bad.status())
                .contentType("application/problem+json")
                .body("status", equalTo(bad.status()))
                .body("type", matchesPattern("https://douane.dev/problems/[a-z-]+"))
                .body("title", not(empty()));
        if (!bad.pointers().isEmpty()) {
            answer.body("violations.pointer", equalTo(bad.pointers()));
        }
        assertThat(decisions(database)).isEqualTo(before);
    }

    @Test
    void a_pinned_deployment_that_serves_something_else_is_a_contradiction() {
        String deployment = decide(CHEAP).extract().path("target.deployment");
        String provider = decide(CHEAP).extract().path("target.provider");

        decide(
                        "{\"call\": {\"model\": \"gpt-5\", \"deployment\": \"%s\", \"provider\": \"nobody\", \"inputTokens\": 1}}"
                                .formatted(deployment))
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("https://douane.dev/problems/unprocessable"))
                .body("violations.pointer", equalTo(List.of("/call/model", "/call/provider")))
                .body("violations[0].message", containsString("gpt-5-nano"));
        decide(
                        "{\"call\": {\"deployment\": \"%s\", \"provider\": \"%s\", \"inputTokens\": 1}, \"data\": {\"classes\": [\"public\"]}}"
                                .formatted(deployment, provider))
                .statusCode(200)
                .body("target.deployment", equalTo(deployment));
    }

    @Test
    void only_a_gateway_may_ask() {
        given().contentType("application/json")
                .body(CHEAP)
                .post("/v1/decisions")
                .then()
                .statusCode(401);
        as(Roles.AUDITOR, Roles.FINOPS, Roles.ADMIN, Roles.AUTHOR, Roles.APPROVER)
                .contentType("application/json")
                .body(CHEAP)
                .post("/v1/decisions")
                .then()
                .statusCode(403)
                .contentType("application/problem+json");
        as(Roles.AUDITOR)
                .urlEncodingEnabled(false)
                .contentType("application/json")
                .body("{\"calls\":[]}")
                .post("/v1/decisions:batch")
                .then()
                .statusCode(403);
    }

    @Test
    void only_json_is_read() {
        as(Roles.GATEWAY)
                .contentType("text/plain")
                .body(CHEAP)
                .post("/v1/decisions")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
        as(Roles.GATEWAY)
                .contentType("application/json; charset=UTF-8")
                .body(CHEAP)
                .post("/v1/decisions")
                .then()
                .statusCode(200);
    }

    // --- figures

    @Test
    void decisions_are_counted_by_verdict_and_mode_and_timed_by_stage() {
        decide(CHEAP).statusCode(200);

        var metrics = as(Roles.ADMIN)
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(metrics)
                .containsPattern("douane_decisions_total\\{[^}]*verdict=\"allow\"[^}]*\\} [1-9]")
                .containsPattern("douane_decision_causes_total\\{because=\"as-asked\",verdict=\"allow\"\\} [1-9]")
                .contains("douane_decision_stage_seconds_count{")
                .contains("stage=\"read\"")
                .contains("stage=\"plan\"")
                .contains("stage=\"admit\"")
                .contains("douane_rule_errors_total");
    }
}
