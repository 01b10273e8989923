package dev.douane.service.budgets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.SettableTime;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One list of what waits for somebody else, over all budgets. Two budgets of 10 a year, each of one run. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class ProposedResourceTest {
    @Inject
    SettableTime time;

    private String first;
    private String second;

    @BeforeEach
    void twoBudgets() {
        first = budget();
        second = budget();
    }

    @AfterEach
    void now() {
        time.reset();
    }

    private static String budget() {
        return post("finops", "/v1/budgets", """
                        {"name": "run-%s", "owner": "Ann", "amount": "10", "currency": "USD", "scope": {"run": "%1$s"},
                         "period": {"unit": "year"}}""".formatted(UUID.randomUUID()))
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static ValidatableResponse post(String role, String path, String body) {
        return given().header("Authorization", TestKeys.bearer(role))
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    private static void raise(String budget, String amount) {
        post("finops", "/v1/budgets/" + budget + "/amendments", """
                        {"changes": {"amount": "%s"}, "takesEffect": "now", "why": "Search grows"}""".formatted(amount))
                .statusCode(202);
    }

    private void override(String budget) {
        post("finops", "/v1/budgets/" + budget + "/overrides", """
                        {"extra": "3", "until": "%s", "why": "Launch"}""".formatted(
                                time.now().plus(Duration.ofDays(2))))
                .statusCode(201);
    }

    private static void step(String budget, String what) {
        post("approver", "/v1/budgets/" + budget + "/" + what, "{}").statusCode(200);
    }

    private static ValidatableResponse list(String query) {
        return given().header("Authorization", TestKeys.bearer(Roles.APPROVER))
                .get("/v1/budget-proposals?" + query)
                .then()
                .statusCode(200);
    }

    /** What the list has of the two budgets, over all its pages: budget, kind, number and state. */
    private List<String> listed(String query) {
        return listed(query, null);
    }

    /** @param from the cursor of the first page; null for the newest */
    private List<String> listed(String query, String from) {
        var found = new ArrayList<String>();
        var next = from;
        do {
            var page = list(query + (next == null ? "" : "&cursor=" + next)).extract();
            for (Map<String, Object> each : page.<List<Map<String, Object>>>path("proposals")) {
                if (each.get("budget").equals(first) || each.get("budget").equals(second)) {
                    var kind = each.containsKey("change") ? "change" : "override";
                    var one = (Map<?, ?>) each.get(kind);
                    found.add("%s %s %s %s"
                            .formatted(
                                    each.get("budget").equals(first) ? "first" : "second",
                                    kind,
                                    one.get("number"),
                                    one.get("state")));
                }
            }
            next = page.path("next");
        } while (next != null);
        return found;
    }

    @Test
    void whatever_waits_is_in_one_list_and_leaves_it_when_somebody_decides() {
        raise(first, "15");
        override(second);
        raise(second, "20");
        override(first);
        assertThat(listed("state=proposed"))
                .containsExactly(
                        "first override 1 proposed",
                        "second change 1 proposed",
                        "second override 1 proposed",
                        "first change 1 proposed");

        step(first, "proposals/1/approve");
        step(second, "proposals/1/reject");
        step(first, "overrides/1/approve");
        step(second, "overrides/1/revoke");

        assertThat(listed("state=proposed")).isEmpty();
        assertThat(listed("limit=200"))
                .containsExactly(
                        "first override 1 running",
                        "second change 1 rejected",
                        "second override 1 revoked",
                        "first change 1 approved");
        assertThat(listed("state=rejected")).containsExactly("second change 1 rejected");
    }

    @Test
    void what_was_asked_for_on_other_terms_or_too_long_ago_does_not_wait() {
        raise(first, "15");
        post("finops", "/v1/budgets/" + first + "/amendments", """
                        {"changes": {"amount": "9"}, "takesEffect": "now", "why": "less"}""").statusCode(201);
        raise(second, "15");
        override(second);
        assertThat(listed("state=proposed")).containsExactly("second override 1 proposed", "second change 1 proposed");
        assertThat(listed("state=outdated")).containsExactly("first change 1 outdated");

        time.set(time.now().plus(Duration.ofDays(8)));

        assertThat(listed("state=proposed")).isEmpty();
        assertThat(listed("state=over")).containsExactly("second override 1 over", "second change 1 over");
    }

    @Test
    void each_says_whose_budget_it_is_and_what_is_asked() {
        raise(first, "15");

        var mine = "proposals.find { it.budget == '%s' }".formatted(first);
        list("state=proposed&limit=200")
                .body(mine + ".budgetName", containsString("run-"))
                .body(mine + ".budgetOwner", equalTo("Ann"))
                .body(mine + ".change.changes.amount", equalTo("15.00"))
                .body(mine + ".change.proposedByName", equalTo("test [finops]"))
                .body(mine + ".override", equalTo(null));
    }

    @Test
    void pages_go_on_where_the_one_before_ended_though_more_was_proposed_meanwhile() {
        raise(first, "15");
        override(first);
        raise(second, "15");

        var newest = list("state=proposed&limit=1").extract();
        while (!newest.<String>path("proposals[0].budget").equals(second)) { // of tests that were ahead of their time
            newest =
                    list("state=proposed&limit=1&cursor=" + newest.path("next")).extract();
        }
        override(second);

        assertThat(listed("state=proposed&limit=1", newest.path("next")))
                .containsExactly("first override 1 proposed", "first change 1 proposed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state=waiting | ?state | one of proposed, approved",
                "state=propose | ?state | Maybe proposed?",
                "status=proposed | ?status | Maybe state?",
                "cursor=bm8 | ?cursor | not one that this list gave out",
                "cursor=MS8tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0vMS9jaGFuZ2U | ?cursor | not one that this list gave out",
                "limit=201 | ?limit | a number from 1 to 200"
            })
    void what_is_wrong_with_a_query_is_told_with_its_place(String query, String place, String message) {
        given().header("Authorization", TestKeys.bearer(Roles.FINOPS))
                .get("/v1/budget-proposals?" + query)
                .then()
                .statusCode(400)
                .body("violations[0].pointer", equalTo(place))
                .body("violations[0].message", containsString(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"finops", "auditor", "approver"})
    void who_reads_a_budget_reads_the_list(String role) {
        given().header("Authorization", TestKeys.bearer(role))
                .get("/v1/budget-proposals")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "author", "admin"})
    void nobody_else_does(String role) {
        given().header("Authorization", TestKeys.bearer(role))
                .get("/v1/budget-proposals")
                .then()
                .statusCode(403);
    }
}
