package dev.douane.service.decisions;

import static dev.douane.service.decisions.BudgetAsking.ask;
import static dev.douane.service.decisions.BudgetAsking.budget;
import static dev.douane.service.decisions.BudgetAsking.detail;
import static dev.douane.service.decisions.BudgetAsking.entries;
import static dev.douane.service.decisions.BudgetAsking.post;
import static dev.douane.service.decisions.BudgetAsking.read;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.service.identity.Roles;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.TimeSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read about money that was held and spent: it stays where it was, each movement is told, and not to everybody. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(FourRungs.class)
class BudgetStatementsTest {
    @Inject
    TimeSource time;

    @BeforeEach
    void ready() {
        Asking.untilReady();
    }

    // --- what was, stays

    @Test
    void a_user_who_moves_to_another_team_leaves_what_was_spent_where_it_was() {
        var teams = budget("teams", "1", "{\"run\": \"moved\", \"team\": \"each\"}");
        var seats = budget("seats", "1", "{\"run\": \"moved\", \"user\": \"each\"}");
        String before = ask("small", "moved", ", \"team\": \"red\", \"user\": \"ann\"")
                .extract()
                .path("id");
        List<Map<String, Object>> entries = entries(before);

        ask("mid", "moved", ", \"team\": \"blue\", \"user\": \"ann\"");

        detail(teams)
                .body(
                        "accounts.scope",
                        contains(Map.of("team", "blue", "run", "moved"), Map.of("team", "red", "run", "moved")))
                .body("accounts.held", contains("0.006", "0.002"));
        detail(seats)
                .body("accounts.scope", contains(Map.of("user", "ann", "run", "moved")))
                .body("accounts.held", contains("0.008"));
        assertThat(entries(before)).isEqualTo(entries).hasSize(2);
        assertThat(entries)
                .extracting(entry -> entry.get("budget") + " " + entry.get("scope") + " " + entry.get("held"))
                .containsExactly("seats {user=ann, run=moved} 0.002000000", "teams {team=red, run=moved} 0.002000000");
    }

    @Test
    void a_key_that_is_replaced_leaves_its_decisions_where_they_were() {
        var budget = budget("keys", "1", "{\"run\": \"keys\"}");
        Map<String, Object> old = newKey("old");
        String before = decideWith(old);
        var entries = entries(before);

        Map<String, Object> replacement = newKey("new");
        Asking.as(Roles.ADMIN).delete("/v1/keys/" + old.get("id")).then().statusCode(200);
        decideWith(replacement);

        assertThat(entries(before)).isEqualTo(entries).hasSize(1);
        detail(budget).body("accounts.held", contains("0.004"));
        Asking.as(Roles.AUDITOR).get("/v1/decisions/" + before).then().statusCode(200);
        var used = "{\"usage\": {\"inputTokens\": 1000, \"outputTokens\": 0}}";
        var settlement = "/v1/decisions/" + before + "/settlement";
        Asking.gateway().body(used).post(settlement).then().statusCode(404); // it was a key of no named gateway
        Asking.as(Roles.FINOPS)
                .contentType("application/json")
                .body(used)
                .post(settlement)
                .then()
                .statusCode(200);
        detail(budget).body("accounts.held", contains("0.002")).body("accounts.spent", contains("0.001"));
    }

    private static Map<String, Object> newKey(String name) {
        return post(Roles.ADMIN, "/v1/keys", "{\"name\": \"%s\", \"roles\": [\"gateway\"]}".formatted(name))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getMap("$");
    }

    private static String decideWith(Map<String, Object> key) {
        return given().header("Authorization", "Bearer " + key.get("key"))
                .contentType("application/json")
                .body("""
                        {"call": {"model": "small", "inputTokens": 1000, "maxOutputTokens": 1000, "capabilities": ["tools"]},
                         "caller": {"run": "keys"}, "data": {"classes": ["public"]}, "workload": {"task": "research"}}""")
                .post("/v1/decisions")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    // --- the statement of an account

    @Test
    void every_movement_is_read_a_page_at_a_time_oldest_first() {
        var statement = "/v1/budgets/" + budget("pages", "1", "{\"run\": \"pages\"}") + "/entries?scope=run=pages";
        read(statement).statusCode(404).body("type", endsWith("/account-not-found")); // none before the first call
        String decision = ask("small", "pages").extract().path("id");
        Asking.gateway()
                .body("{\"usage\": {\"inputTokens\": 0, \"outputTokens\": 500}}")
                .post("/v1/decisions/" + decision + "/settlement")
                .then()
                .statusCode(200);

        read(statement)
                .statusCode(200)
                .body("entries.kind", contains("open", "hold", "settle"))
                .body("entries.number", contains(1, 2, 3))
                .body("entries.periodEnd", everyItem(notNullValue()))
                .body("entries.held", contains("0.000000000", "0.002000000", "-0.002000000"))
                .body("entries.spent", contains("0.000000000", "0.000000000", "0.000500000"))
                .body("entries[0].limit", equalTo("1.000000000"))
                .body("entries[2].after.held", equalTo("0.000000000"))
                .body("entries[2].after.spent", equalTo("0.000500000"))
                .body("entries[2].decision", equalTo(decision))
                .body("next", nullValue());
        String next = read(statement + "&limit=2")
                .statusCode(200)
                .body("entries.kind", contains("open", "hold"))
                .extract()
                .path("next");
        read(statement + "&limit=2&cursor=" + next)
                .statusCode(200)
                .body("entries.kind", contains("settle"))
                .body("entries[0].after.spent", equalTo("0.000500000"))
                .body("next", nullValue());
        assertThat(entries(decision)).extracting(entry -> entry.get("kind")).containsExactly("hold", "settle");
        read(statement + "&at=" + time.now()).statusCode(200).body("entries", hasSize(3));
        read(statement + "&at=2020-01-01T00:00:00Z").statusCode(404);
    }

    @Test
    void what_is_asked_wrongly_is_refused_and_what_is_not_there_is_not_found() {
        var statement = "/v1/budgets/" + budget("wrong", "1", "{\"run\": \"wrong\"}") + "/entries?scope=run=wrong";
        ask("small", "wrong");

        for (var wrong : List.of("&at=yesterday", "&limit=0", "&limit=x", "&limit=1001", "&cursor=!")) {
            read(statement + wrong).statusCode(400).contentType("application/problem+json");
        }
        for (var wrong : List.of("run=nobody", "run", "rum=wrong", "run=wrong,user=ann")) {
            read(statement.replace("run=wrong", wrong))
                    .statusCode(400)
                    .body("violations.pointer", everyItem(equalTo("?scope")));
        }
        var entries = statement.replace("?scope=run=wrong", "");
        Asking.as(Roles.FINOPS)
                .queryParam("scope", "{")
                .get(entries)
                .then()
                .statusCode(400)
                .body("violations.pointer", everyItem(equalTo("?scope")));
        Asking.as(Roles.FINOPS)
                .queryParam("scope", "{\"run\": \"wrong\"}")
                .get(entries)
                .then()
                .statusCode(200)
                .body("entries.scope", everyItem(equalTo(Map.of("run", "wrong"))));
        read(entries).statusCode(200);
        read("/v1/budgets/0199aaaa-0000-7000-8000-000000000000/entries").statusCode(404);
        read("/v1/budgets/none/entries").statusCode(404);
        read("/v1/decisions/none/entries").statusCode(404);
        read("/v1/decisions/0199aaaa-0000-7000-8000-000000000000/entries")
                .statusCode(200)
                .body("entries", empty());
    }

    @Test
    void those_who_answer_for_money_read_statements_and_nobody_else() {
        var budget = "/v1/budgets/" + budget("readers", "1", "{\"run\": \"readers\"}") + "/entries?scope=run=readers";
        var decision = "/v1/decisions/" + ask("small", "readers").extract().<String>path("id") + "/entries";

        for (var path : List.of(budget, decision)) {
            for (var role : List.of(Roles.FINOPS, Roles.AUDITOR)) {
                Asking.as(role).get(path).then().statusCode(200).body("entries.kind", hasItem("hold"));
            }
            for (var role : List.of(Roles.GATEWAY, Roles.AUTHOR, Roles.APPROVER, Roles.ADMIN)) {
                Asking.as(role).get(path).then().statusCode(403);
            }
            given().get(path).then().statusCode(401);
        }
    }
}
