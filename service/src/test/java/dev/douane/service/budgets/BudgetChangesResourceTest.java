package dev.douane.service.budgets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.TimeSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class BudgetChangesResourceTest {
    @Inject
    TimeSource time;

    private static ValidatableResponse post(String role, String path, String body) {
        return given().header("Authorization", TestKeys.bearer(role))
                .contentType("application/json")
                .body(body)
                .post("/v1/budgets" + path)
                .then();
    }

    private static ValidatableResponse get(String path) {
        return given().header("Authorization", TestKeys.bearer("auditor"))
                .get("/v1/budgets" + path)
                .then();
    }

    private static String whereItStands(ValidatableResponse made) {
        return given().header("Authorization", TestKeys.bearer("auditor"))
                .get(made.extract().header("Location"))
                .then()
                .statusCode(200)
                .extract()
                .body()
                .asString();
    }

    private static String made(String name) {
        return post("finops", "", """
                        {"name": "%s", "owner": "Ann", "amount": "10", "currency": "USD", "scope": {"run": "%1$s"},
                         "period": {"unit": "year"}}""".formatted(name)).statusCode(201).extract().path("id");
    }

    @Test
    void a_budget_is_amended_and_its_history_says_who_and_why() {
        var path = "/" + made("amended");
        var amendment = """
                {"changes": {"amount": "4", "overrun": "never"}, "takesEffect": "now", "why": "Less to do", "basedOn": 0}""";

        var made = post("finops", path + "/amendments", amendment)
                .statusCode(201)
                .header("Location", endsWith("/v1/budgets" + path + "/amendments/1"))
                .body("changes.amount", equalTo("4.00"));
        assertThat(whereItStands(made)).isEqualTo(made.extract().body().asString());
        get(path + "/amendments/2").statusCode(404);
        post("finops", path + "/amendments", amendment).statusCode(200).body("number", equalTo(1));
        post("finops", path + "/amendments", amendment.replace("Less", "Much less"))
                .statusCode(409);
        post("finops", path + "/amendments", """
                {"changes": {"amount": "3"}, "takesEffect": "next-period", "why": "Still less"}""").statusCode(201);

        get(path)
                .body("amount", equalTo("4.00"))
                .body("owner", equalTo("Ann"))
                .body("changesAt", endsWith("-01-01T00:00:00Z"))
                .body("accounts[0].limit", equalTo("4.00"));
        get(path + "/history")
                .statusCode(200)
                .body("amendments.number", contains(2, 1))
                .body("amendments[0].takesEffect", equalTo("next-period"))
                .body("amendments[1].why", equalTo("Less to do"))
                .body("amendments.changedBy", contains(TestKeys.id("finops"), TestKeys.id("finops")))
                .body("amendments[1].changedByName", equalTo("test [finops]"));
    }

    @Test
    void terms_and_figures_are_shown_as_they_were_at_a_time() {
        var name = "as-it-was";
        var path = "/" + made(name);
        var fresh = time.now();
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
        given().header("Authorization", TestKeys.bearer("gateway"))
                .contentType("application/json")
                .body("""
                        {"call": {"model": "gpt-5", "inputTokens": 1000, "maxOutputTokens": 1000}, "caller": {"run": "%s"},
                         "data": {"classes": ["public"]}, "workload": {"task": "research"}}""".formatted(name))
                .post("/v1/decisions")
                .then()
                .statusCode(200);
        String held = get(path).extract().path("accounts[0].held");
        var used = time.now();
        post("finops", path + "/amendments", """
                {"changes": {"amount": "4"}, "takesEffect": "now", "why": "Less to do"}""").statusCode(201);
        post("finops", path + "/amendments", """
                {"changes": {"amount": "3"}, "takesEffect": "next-period", "why": "Still less"}""").statusCode(201);

        get(path)
                .body("amount", equalTo("4.00"))
                .body("changesAt", endsWith("-01-01T00:00:00Z"))
                .body("accounts[0].held", equalTo(held));
        get(path + "?at=" + used)
                .statusCode(200)
                .body("amount", equalTo("10.00"))
                .body("changesAt", nullValue())
                .body("lastMatchedAt", nullValue())
                .body("accounts[0].limit", equalTo("10.00"))
                .body("accounts[0].held", equalTo(held));
        get(path + "?at=" + fresh)
                .statusCode(200)
                .body("amount", equalTo("10.00"))
                .body("accounts[0].held", equalTo("0.00"))
                .body("accounts[0].remaining", equalTo("10.00"));
        assertThat(held).isNotEqualTo("0.00");
        for (var outside : List.of(fresh.minus(Duration.ofHours(1)), time.now().plus(Duration.ofHours(1)))) {
            get(path + "?at=" + outside).statusCode(400).body("violations.pointer", contains("?at"));
        }
    }

    @Test
    void an_account_that_nobody_opened_has_no_statement_though_its_budget_is_there() {
        get("/" + made("without-statement") + "/entries").statusCode(404).body("type", endsWith("/account-not-found"));
    }

    @Test
    void an_override_is_for_a_name_that_is_seen_and_like_no_other() {
        String id = post("finops", "", """
                        {"name": "seats-of-each", "owner": "Ann", "amount": "10", "currency": "USD", "scope": {"user": "each", "run": "seats-of-each"},
                         "period": {"unit": "year"}}""").statusCode(201).extract().path("id");

        for (var user : List.of("u-\u200B1", "p\u0430ypal", "u\u00A01")) {
            post("finops", "/" + id + "/overrides", """
                    {"extra": "5", "scope": {"user": "%s"}, "until": "%s", "why": "Launch"}""".formatted(
                                    user, time.now().plus(Duration.ofDays(3))))
                    .statusCode(400)
                    .body("violations.pointer", contains("/scope/user"));
        }
    }

    @Test
    void what_cannot_be_amended_is_named_with_its_place() {
        var path = "/" + made("not-amended") + "/amendments";

        post("finops", path, "{\"changes\": {\"owner\": \"Bob\"}, \"takesEffect\": \"now\", \"why\": \"w\"}")
                .statusCode(400)
                .body("violations.pointer", contains("/changes/owner"));
        post("finops", path, "{\"changes\": {\"amount\": \"-1\", \"enforcement\": \"x\"}, \"takesEffect\": \"soon\"}")
                .statusCode(400)
                .body(
                        "violations.pointer",
                        contains("/changes/amount", "/changes/enforcement", "/takesEffect", "/why"));
        post("finops", path, "{\"changes\": {}, \"takesEffect\": \"now\", \"why\": \"w\"}")
                .statusCode(400)
                .body("violations.pointer", contains("/changes"));
        post("finops", path, "{\"changes\": {\"amount\": \"10\"}, \"takesEffect\": \"now\", \"why\": \"w\"}")
                .statusCode(422);
        post("approver", path, "{}").statusCode(403);
        post("finops", "/0199aaaa-0000-7000-8000-000000000000/amendments", """
                {"changes": {"amount": "1"}, "takesEffect": "now", "why": "w"}""").statusCode(404);
    }

    @Test
    void an_override_is_proposed_by_one_approved_by_another_and_taken_back() {
        var path = "/" + made("overridden");
        var until = time.now().plus(Duration.ofDays(3));
        var wish = "{\"extra\": \"5\", \"until\": \"%s\", \"why\": \"Launch\"}".formatted(until);

        var made = post("finops", path + "/overrides", wish).statusCode(201).body("state", equalTo("proposed"));
        assertThat(whereItStands(made)).isEqualTo(made.extract().body().asString());
        get(path + "/overrides/2").statusCode(404);
        get("/0199aaaa-0000-7000-8000-000000000000/overrides/1").statusCode(404);
        post("finops", path + "/overrides", wish).statusCode(200).body("number", equalTo(1));
        post("finops", path + "/overrides/1/approve", "{}").statusCode(403);
        post("approver", path + "/overrides/1/approve", "{\"why\": \"fine\"}")
                .statusCode(200)
                .body("state", equalTo("running"))
                .body("approvedWhy", equalTo("fine"));
        get(path)
                .body("overrides.number", contains(1))
                .body("overrides[0].extra", equalTo("5.00"))
                .body("accounts[0].limit", equalTo("10.00"))
                .body("accounts[0].extra", equalTo("5.00"))
                .body("accounts[0].remaining", equalTo("15.00"));
        post("approver", path + "/overrides/7/approve", "{}").statusCode(404);
        post("finops", path + "/overrides/1/revoke", "{}").statusCode(200).body("state", equalTo("revoked"));
        post("approver", path + "/overrides/1/approve", "{}").statusCode(409);

        get(path).body("overrides", hasSize(0)).body("accounts[0].remaining", equalTo("10.00"));
        get(path + "/history")
                .body("overrides", hasSize(1))
                .body("overrides[0].extra", equalTo("5.00"))
                .body("overrides[0].proposedByName", equalTo("test [finops]"))
                .body("overrides[0].approvedByName", equalTo("test [approver]"))
                .body("overrides[0].revokedByName", equalTo("test [finops]"));
        get(path + "/history?cursor=MS0").statusCode(400);
        get(path + "/entries?at=%2B1000000000-12-31T23:59:59Z").statusCode(400);
        for (var far : List.of("+1000000000-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59Z")) {
            post("finops", path + "/overrides", wish.replace("\"until\"", "\"from\": \"" + far + "\", \"until\""))
                    .statusCode(400)
                    .body("violations.pointer", contains("/from"));
        }
        post(
                        "finops",
                        path + "/overrides",
                        wish.replace(
                                until.toString(),
                                until.plus(Duration.ofDays(100)).toString()))
                .statusCode(400)
                .body("violations.pointer", hasItem("/until"));
    }

    @Test
    void a_reason_that_shows_something_else_than_it_says_is_refused() {
        var path = "/" + made("plainly-said");
        var until = time.now().plus(Duration.ofDays(3));
        var override = "{\"extra\": \"5\", \"until\": \"%s\", \"why\": \"%%s\"}".formatted(until);
        post("finops", path + "/overrides", override.formatted("Launch:\\n\\tnow"))
                .statusCode(201);

        for (var misleading : List.of("a\\u001b[31m", "a\\u007f", "a\\u202eb", "a\\r")) {
            var why = "{\"why\": \"" + misleading + "\"}";
            refused(post("finops", path + "/overrides", override.formatted(misleading)));
            refused(post("approver", path + "/overrides/1/approve", why));
            refused(post("approver", path + "/overrides/1/revoke", why));
            refused(post(
                    "finops",
                    path + "/amendments",
                    "{\"changes\": {\"amount\": \"4\"}, \"takesEffect\": \"now\", \"why\": \"" + misleading + "\"}"));
        }
    }

    private static void refused(ValidatableResponse answer) {
        answer.statusCode(400)
                .body("violations.pointer", contains("/why"))
                .body("violations[0].message", containsString("number 2"));
    }

    @Test
    void an_override_for_one_account_names_it_by_its_values_in_any_order() {
        String path = "/" + post("finops", "", """
                        {"name": "seats", "owner": "Ann", "amount": "10", "currency": "USD", "scope": {"product": "seats", "user": "each"},
                         "period": {"unit": "year"}}""").statusCode(201).extract().path("id");
        var wish = """
                {"extra": "5", "scope": %%s, "until": "%s", "why": "Launch"}""".formatted(time.now().plus(Duration.ofDays(3)));

        post("finops", path + "/overrides", wish.formatted("{\"user\": \"bob\", \"product\": \"seats\"}"))
                .statusCode(201)
                .body("scope", equalTo(Map.of("product", "seats", "user", "bob")));
        for (var same : List.of(
                "{\"user\": \"bob\"}",
                "{\"user\": \" bob \"}",
                "\"user=bob,product=seats\"",
                "\"product=seats,user=bob\"")) {
            post("finops", path + "/overrides", wish.formatted(same))
                    .statusCode(200)
                    .body("number", equalTo(1));
        }
        post("approver", path + "/overrides/1/approve", "{}").statusCode(200).body("scope.user", equalTo("bob"));

        get(path).body("overrides.scope", contains(Map.of("product", "seats", "user", "bob")));
        get(path + "/history").body("overrides.scope.user", contains("bob"));
        post("finops", path + "/overrides", wish.formatted("\"nonsense\""))
                .statusCode(400)
                .body("violations.pointer", contains("/scope"));
        post("finops", path + "/overrides", wish.formatted("{\"usr\": \"bob\", \"product\": \"ads\"}"))
                .statusCode(400)
                .body("violations.pointer", contains("/scope/product", "/scope/user", "/scope/usr"))
                .body("violations[2].message", containsString("Maybe user?"));
    }

    @Test
    void an_override_for_a_models_account_names_it_as_calls_do() {
        String path = "/" + post("finops", "", """
                        {"name": "models", "owner": "Ann", "amount": "10", "currency": "USD", "scope": {"product": "models", "model": "each"},
                         "period": {"unit": "year"}}""").statusCode(201).extract().path("id");
        var wish = """
                {"extra": "5", "scope": {"model": "%%s"}, "until": "%s", "why": "Launch"}""".formatted(time.now().plus(Duration.ofDays(3)));

        post("finops", path + "/overrides", wish.formatted("GPT-5"))
                .statusCode(201)
                .body("scope.model", equalTo("gpt-5"));
        post("finops", path + "/overrides", wish.formatted("gpt-6-banana"))
                .statusCode(400)
                .body("violations.pointer", contains("/scope/model"))
                .body("violations[0].message", containsString("is not in catalog version"));
        post("finops", path + "/overrides", wish.formatted("openai/gpt-5"))
                .statusCode(400)
                .body("violations[0].message", containsString("pins the provider (openai)"));
    }
}
