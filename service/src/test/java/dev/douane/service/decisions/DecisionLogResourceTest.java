package dev.douane.service.decisions;

import static dev.douane.service.decisions.Asking.as;
import static dev.douane.service.decisions.Asking.decide;
import static dev.douane.service.decisions.Asking.gateway;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.AsOwner;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class DecisionLogResourceTest {
    @Inject
    AsOwner owner;

    /** Tells this test's decisions from all others. */
    private String product;

    @BeforeEach
    void ready() {
        Asking.untilReady();
        product = "p-" + UUID.randomUUID();
    }

    private String body(String model, String task, String user, String classes) {
        return """
            {"call": {"model": "%s", "inputTokens": 1200, "maxOutputTokens": 800},
             "caller": {"product": "%s", "workflow": "w-%s", "user": "%s"},
             "data": {"classes": ["%s"], "subjectLocations": ["DE"]}, "workload": {"task": "%s"}}\
            """.formatted(model, product, product, user, classes, task);
    }

    private String decided(String model, String task, String user, String classes) {
        return decide(body(model, task, user, classes))
                .statusCode(200)
                .extract()
                .path("id");
    }

    private List<String> found(String... parameters) {
        var request = as(Roles.AUDITOR).queryParam("product", product);
        for (int i = 0; i < parameters.length; i += 2) {
            request.queryParam(parameters[i], parameters[i + 1]);
        }
        return request.get("/v1/decisions").then().statusCode(200).extract().path("items.id");
    }

    /** As everything is some seconds and 2 048 decisions later. */
    @Test
    void what_is_indexed_is_found_as_well() throws SQLException {
        owner.execute(
                "truncate decision_segment, decision_posting; insert into decision_segment (number, start, upto, indexed)"
                        + " values (1, '00000000-0000-0000-0000-000000000000', 'ffffffff-0000-7000-8000-000000000000', true)");
        try {
            var first = decided("gpt-5-nano", "classify", "u-1", "public");
            var second = decided("gpt-5", "research", "u-2", "personal");

            assertThat(found()).containsExactly(second, first);
            assertThat(found("user", "u-1")).containsExactly(first);
            assertThat(found("rule", "EU-001", "workflow", "w-" + product)).containsExactly(second);
            assertThat(found("user", "u-1", "rule", "EU-001")).isEmpty();
            assertThat(found("because", "as-asked", "user", "u-2")).containsExactly(second);
        } finally {
            owner.execute("truncate decision_segment, decision_posting");
        }
    }

    @Test
    void each_way_of_asking_finds_its_decisions_newest_first() {
        var allowed = decided("gpt-5-nano", "classify", "u-1", "public");
        var downgraded = decided("gpt-5", "summarise", "u-1", "public");
        var rerouted = decided("gpt-5", "research", "u-2", "personal");
        var denied = decided("gpt-99", "classify", "u-2", "public");
        JsonPath target = as(Roles.AUDITOR).get("/v1/decisions/" + rerouted).jsonPath();

        assertThat(found()).containsExactly(denied, rerouted, downgraded, allowed);
        assertThat(found("verdict", "deny")).containsExactly(denied);
        assertThat(found("verdict", "downgrade")).containsExactly(downgraded);
        assertThat(found("user", "u-2")).containsExactly(denied, rerouted);
        assertThat(found("workflow", "w-" + product)).containsExactly(denied, rerouted, downgraded, allowed);
        assertThat(found("workflow", "other")).isEmpty();
        assertThat(found("model", "gpt-99")).containsExactly(denied);
        assertThat(found("model", "gpt-5")).containsExactly(rerouted, downgraded);
        assertThat(found("rule", "COST-113")).containsExactly(downgraded);
        assertThat(found("rule", "unknown-model")).containsExactly(denied);
        assertThat(found("because", "unknown-model")).containsExactly(denied);
        assertThat(found("because", "rule:COST-113")).containsExactly(downgraded);
        assertThat(found("because", "as-asked")).containsExactly(rerouted, allowed);
        assertThat(found("because", "COST-113"))
                .as("the id of a rule is no code")
                .isEmpty();
        assertThat(found("jurisdiction", target.getString("answer.target.hosting"), "user", "u-2"))
                .containsExactly(rerouted);
        assertThat(found("jurisdiction", target.getString("answer.target.control"), "user", "u-2"))
                .containsExactly(rerouted);
        assertThat(found("jurisdiction", "AQ")).isEmpty();
    }

    @Test
    void decisions_under_a_ruleset_are_found_by_its_number() {
        var decided = decided("gpt-5-nano", "classify", "u-1", "public");
        int ruleset = as(Roles.AUDITOR).get("/v1/rulesets/current").path("number");

        assertThat(found("ruleset", Integer.toString(ruleset))).containsExactly(decided);
        assertThat(found("ruleset", Integer.toString(ruleset + 1_000))).isEmpty();
        for (var odd : List.of("0", "-1", "one", "")) {
            as(Roles.AUDITOR)
                    .queryParam("ruleset", odd)
                    .get("/v1/decisions")
                    .then()
                    .statusCode(400)
                    .body("violations.pointer", hasItem("?ruleset"));
        }
    }

    @Test
    void a_time_range_starts_with_from_and_ends_before_to() {
        var first = decided("gpt-5-nano", "classify", "u-1", "public");
        String at = as(Roles.AUDITOR).get("/v1/decisions/" + first).path("answer.decidedAt");

        assertThat(found("from", at)).containsExactly(first);
        assertThat(found("from", "2020-01-01T00:00:00Z", "to", at)).isEmpty();
        assertThat(found("from", "2020-01-01T00:00:00Z", "to", "2099-01-01T00:00:00Z"))
                .containsExactly(first);
    }

    @Test
    void cursors_lead_from_page_to_page_to_the_end() {
        var all = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            all.addFirst(decided("gpt-5-nano", "classify", "u-1", "public"));
        }
        var read = new ArrayList<String>();
        String cursor = null;
        do {
            var request = as(Roles.AUDITOR).queryParam("product", product).queryParam("limit", 2);
            if (cursor != null) {
                request.queryParam("cursor", cursor);
            }
            var page = request.get("/v1/decisions")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            read.addAll(page.getList("items.id", String.class));
            cursor = page.getString("next");
        } while (cursor != null);

        assertThat(read).isEqualTo(all);
    }

    @Test
    void an_item_shows_who_asked_what_and_where_it_goes() {
        decided("gpt-5-nano", "classify", "u-1", "public");
        decided("gpt-99", "classify", "u-2", "public");

        as(Roles.AUDITOR)
                .queryParam("product", product)
                .get("/v1/decisions")
                .then()
                .body("next", nullValue())
                .body("items[1].verdict", equalTo("allow"))
                .body("items[1].mode", equalTo("enforce"))
                .body("items[1].product", equalTo(product))
                .body("items[1].workflow", equalTo("w-" + product))
                .body("items[1].user", equalTo("u-1"))
                .body("items[1].modelAsked", equalTo("gpt-5-nano"))
                .body("items[1].model", equalTo("gpt-5-nano"))
                .body("items[1].tier", equalTo("economy"))
                .body("items[1].held", matchesPattern("0\\.\\d{6,9}"))
                .body("items[0].verdict", equalTo("deny"))
                .body("items[0].model", nullValue())
                .body("items[0].held", nullValue())
                .body("items[0].rules", hasItem("unknown-model"));
    }

    @Test
    void a_user_is_found_however_the_name_is_spelled() {
        var asked = decided("gpt-5-nano", "classify", "e\u0301lodie", "public");

        as(Roles.AUDITOR)
                .queryParam("user", "e\u0301lodie")
                .get("/v1/decisions")
                .then()
                .statusCode(200)
                .body("items.id", hasItem(asked));
    }

    @Test
    void a_name_is_found_with_a_blank_that_nobody_sees() {
        var asked = decided("gpt-5-nano", "classify", "no-break", "public");

        as(Roles.AUDITOR)
                .queryParam("user", "no-break\u00A0")
                .get("/v1/decisions")
                .then()
                .statusCode(200)
                .body("items.id", hasItem(asked));
    }

    @Test
    void whoever_lists_no_form_gets_json() {
        as(Roles.AUDITOR)
                .header("Accept", "")
                .queryParam("limit", "1")
                .get("/v1/decisions")
                .then()
                .statusCode(200)
                .contentType("application/json");
    }

    @Test
    void ndjson_is_one_line_a_decision_with_its_documents() {
        var first = decided("gpt-5-nano", "classify", "u-1", "public");
        var second = decided("gpt-99", "classify", "u-2", "public");

        var lines = as(Roles.AUDITOR)
                .accept("application/x-ndjson")
                .queryParam("product", product)
                .get("/v1/decisions")
                .then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .extract()
                .asString()
                .split("\n", -1);

        assertThat(lines).hasSize(3);
        assertThat(JsonPath.from(lines[0]).getString("id")).isEqualTo(second);
        assertThat(JsonPath.from(lines[0]).getString("because")).isEqualTo("unknown-model");
        assertThat(JsonPath.from(lines[1]).getString("id")).isEqualTo(first);
        var recorded = as(Roles.AUDITOR).get("/v1/decisions/" + first).asString();
        var documents =
                recorded.substring(recorded.indexOf("\"request\":"), recorded.indexOf(",\"hold\":{\"decision\"")) + "}";
        assertThat(lines[1])
                .contains(recorded.substring(1, recorded.indexOf(",\"principal\":")))
                .endsWith(documents);
        assertThat(lines[2]).isEmpty();
    }

    @Test
    void csv_has_a_header_and_runs_nothing_in_a_spreadsheet() {
        var first = decided("gpt-5-nano", "classify", "=cmd|' /C calc'!A0", "public");
        decided("gpt-5-nano", "classify", "u-2", "public");

        var table = as(Roles.AUDITOR)
                .accept("text/csv")
                .queryParam("product", product)
                .get("/v1/decisions")
                .then()
                .statusCode(200)
                .header("Content-Type", equalTo("text/csv; charset=utf-8; header=present"))
                .extract()
                .asString();
        var lines = table.split("\r\n", -1);

        assertThat(lines).hasSize(4);
        assertThat(lines[0]).isEqualTo(CsvLine.HEADER.text().strip());
        assertThat(lines[1]).endsWith(",as-asked");
        assertThat(lines[2]).startsWith(first + ",20").contains(",'=cmd|' /C calc'!A0,");
        assertThat(as(Roles.AUDITOR)
                        .accept("text/csv")
                        .queryParam("product", product)
                        .queryParam("limit", 1)
                        .get("/v1/decisions")
                        .asString()
                        .split("\r\n", -1))
                .hasSize(3);
    }

    @Test
    void without_a_preference_the_list_is_json() {
        as(Roles.AUDITOR)
                .accept("*/*")
                .get("/v1/decisions")
                .then()
                .statusCode(200)
                .contentType("application/json");
        as(Roles.AUDITOR)
                .accept("image/png")
                .get("/v1/decisions")
                .then()
                .statusCode(406)
                .contentType("application/problem+json");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "from,yesterday",
                "from,2026-11-21",
                "to,1",
                "verdict,maybe",
                "verdict,Deny",
                "jurisdiction,EU",
                "jurisdiction,de",
                "limit,0",
                "limit,1001",
                "limit,-1",
                "limit,many",
                "cursor,abc",
                "cursor,6a8f0e0a-5f3c-4d51-9d57-0e0a5f3c4d51",
                "workflow,``",
                "team,ranking",
                "Verdict,deny",
                "offset,10"
            })
    void a_parameter_that_is_not_understood_is_refused_by_name(String name, String value) {
        as(Roles.AUDITOR)
                .queryParam(name, value)
                .get("/v1/decisions")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("violations.pointer", equalTo(List.of("?" + name)));
        as(Roles.AUDITOR)
                .accept("text/csv")
                .queryParam(name, value)
                .get("/v1/decisions")
                .then()
                .statusCode(400);
    }

    @Test
    void a_range_that_ends_before_it_starts_is_refused_with_all_else_that_is_wrong() {
        as(Roles.AUDITOR)
                .queryParam("from", "2026-11-21T10:00:00Z")
                .queryParam("to", "2026-11-21T10:00:00Z")
                .queryParam("verdict", "perhaps")
                .get("/v1/decisions")
                .then()
                .statusCode(400)
                .body("violations.pointer", equalTo(List.of("?to", "?verdict")));
    }

    @Test
    void a_parameter_given_twice_is_refused() {
        as(Roles.AUDITOR)
                .queryParam("user", "a", "b")
                .get("/v1/decisions")
                .then()
                .statusCode(400)
                .body("violations.pointer", equalTo(List.of("?user")));
    }

    @Test
    void one_decision_is_found_with_what_was_asked_and_what_it_was_made_from() {
        var answer = decide(body("gpt-5", "summarise", "u-1", "public")).extract();
        String id = answer.path("id");

        var found = as(Roles.AUDITOR).get("/v1/decisions/" + id).then().statusCode(200);

        assertThat(found.extract().asString()).startsWith("{\"answer\":" + answer.asString() + ",\"principal\":\"");
        found.body("principal", equalTo(TestKeys.id(Roles.GATEWAY)))
                .body("principalName", equalTo("test [gateway]"))
                .body("hold.state", equalTo("held"))
                .body("answer.verdict", equalTo("downgrade"))
                .body("request.call.model", equalTo("gpt-5"))
                .body("request.call.operation", equalTo("chat"))
                .body("request.caller.user", equalTo("u-1"))
                .body("request.options.mode", equalTo("enforce"))
                .body("evidence", notNullValue());
    }

    @Test
    void reasons_that_were_not_told_are_in_the_evidence() {
        String id = decide(body("gpt-5", "summarise", "u-1", "public")
                        .replace("\"workload\"", "\"options\":{\"explain\":\"none\"},\"workload\""))
                .extract()
                .path("id");

        as(Roles.AUDITOR)
                .get("/v1/decisions/" + id)
                .then()
                .body("answer.reasons", nullValue())
                .body("evidence.reasons.rule", hasItem("COST-113"));
    }

    @Test
    void a_gateway_finds_its_own_decisions_and_no_others() {
        var mine = decided("gpt-5-nano", "classify", "u-1", "public");
        String others = as(Roles.GATEWAY, Roles.FINOPS)
                .contentType("application/json")
                .body(body("gpt-5-nano", "classify", "u-1", "public"))
                .post("/v1/decisions")
                .path("id");

        gateway().get("/v1/decisions/" + mine).then().statusCode(200);
        gateway()
                .get("/v1/decisions/" + others)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("https://douane.dev/problems/decision-not-found"));
        as(Roles.AUDITOR).get("/v1/decisions/" + others).then().statusCode(200);
        as(Roles.ADMIN).get("/v1/decisions/" + others).then().statusCode(403);
        as(Roles.FINOPS).get("/v1/decisions/" + others).then().statusCode(403);
    }

    @Test
    void what_is_no_decision_is_not_found() {
        for (var id : new String[] {"0199a000-0000-7000-8000-000000000000", "not-an-id", "1-1-1-1-1"}) {
            as(Roles.AUDITOR).get("/v1/decisions/" + id).then().statusCode(404).contentType("application/problem+json");
        }
    }

    @Test
    void only_an_auditor_lists() {
        given().get("/v1/decisions").then().statusCode(401);
        gateway().get("/v1/decisions").then().statusCode(403);
        as(Roles.FINOPS, Roles.ADMIN).get("/v1/decisions").then().statusCode(403);
        as(Roles.GATEWAY).accept("text/csv").get("/v1/decisions").then().statusCode(403);
        as(Roles.GATEWAY)
                .accept("application/x-ndjson")
                .get("/v1/decisions")
                .then()
                .statusCode(403);
    }
}
