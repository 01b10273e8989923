package dev.douane.service.budgets;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import dev.douane.rules.money.Money;
import dev.douane.rules.terms.Changes;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.SettableTime;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lets more money be spent waits for somebody else, with the settings as they are shipped unless a test says others. A budget of 10 a year, of one run. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class FourEyesForMoneyTest {
    @Inject
    SettableTime time;

    @Inject
    DataSource database;

    private final String run = "run-" + UUID.randomUUID();
    private String budget;

    @BeforeEach
    void aBudgetOfTen() {
        budget = "/v1/budgets/"
                + post("finops", "/v1/budgets", """
                        {"name": "%s", "owner": "Ann", "amount": "10", "currency": "USD", "scope": {"run": "%1$s"},
                         "period": {"unit": "year"}}""".formatted(run))
                        .statusCode(201)
                        .extract()
                        .path("id");
    }

    @AfterEach
    void now() {
        time.reset();
    }

    private static ValidatableResponse post(String role, String path, String body) {
        return send(TestKeys.bearer(role), path, body);
    }

    private static ValidatableResponse send(String bearer, String path, String body) {
        return given().header("Authorization", bearer)
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    private static ValidatableResponse get(String path) {
        return given().header("Authorization", TestKeys.bearer("auditor"))
                .get(path)
                .then()
                .statusCode(200);
    }

    private ValidatableResponse amend(String changes) {
        return amend(changes, "now");
    }

    private ValidatableResponse amend(String changes, String takesEffect) {
        return post("finops", budget + "/amendments", """
                {"changes": %s, "takesEffect": "%s", "why": "Search grows"}""".formatted(changes, takesEffect));
    }

    private String proposed(String changes) {
        return URI.create(amend(changes).statusCode(202).extract().header("Location"))
                .getPath();
    }

    @Test
    void a_raise_changes_nothing_until_somebody_else_approves_it() {
        amend("{\"amount\": \"15\"}")
                .statusCode(202)
                .header("Location", endsWith(budget + "/proposals/1"))
                .body("state", equalTo("proposed"))
                .body("loosens", contains("amount"))
                .body("basedOn", equalTo(0));
        amend("{\"amount\": \"15\"}").statusCode(202).body("number", equalTo(1)); // the same again
        get(budget)
                .body("amount", equalTo("10.00"))
                .body("accounts[0].limit", equalTo("10.00"))
                .body("proposals.number", contains(1))
                .body("proposals[0].changes.amount", equalTo("15.00"))
                .body("proposals[0].proposedByName", equalTo("test [finops]"));

        post("finops", budget + "/proposals/1/approve", "{}").statusCode(403);
        post("approver", budget + "/proposals/1/approve", "{\"why\": \"seen the plan\"}")
                .statusCode(200)
                .body("state", equalTo("approved"))
                .body("amendment", equalTo(1));
        post("approver", budget + "/proposals/1/approve", "{}").statusCode(200); // again changes nothing

        get(budget).body("amount", equalTo("15.00")).body("proposals", empty());
        get(budget + "/history")
                .body("amendments.number", contains(1))
                .body("amendments[0].proposal", equalTo(1))
                .body("amendments[0].changedByName", equalTo("test [finops]"))
                .body("amendments[0].approvedByName", equalTo("test [approver]"))
                .body("amendments[0].approvedWhy", equalTo("seen the plan"))
                .body("proposals[0].state", equalTo("approved"));
        amend("{\"amount\": \"15\"}").statusCode(200).body("number", equalTo(1)); // asked for again, it is there
    }

    @Test
    void the_first_key_sets_a_house_up_alone() {
        var first = TestKeys.first("finops");

        send(first, budget + "/amendments", """
                        {"changes": {"amount": "100", "enforcement": "soft"}, "takesEffect": "now", "why": "the first day"}""").statusCode(201);
        get(budget).body("amount", equalTo("100.00")).body("enforcement", equalTo("soft"));
    }

    @Test
    void nobody_approves_what_he_proposed() throws SQLException {
        var both = TestKeys.bearer("approver", "finops");
        send(both, budget + "/amendments", """
                        {"changes": {"amount": "15"}, "takesEffect": "now", "why": "More for me"}""").statusCode(202);

        send(both, budget + "/proposals/1/approve", "{}")
                .statusCode(409)
                .body("detail", containsString("somebody else must"));

        get(budget).body("amount", equalTo("10.00"));
        assertThatThrownBy(() -> execute("""
                        insert into budget_proposal_step (budget_id, number, action, taken_at, taken_by)
                        values ('%s', 1, 'approve', now(), '%s')""".formatted(id(), TestKeys.id("approver", "finops"))))
                .hasMessageContaining("must be approved by somebody else");
        assertThatThrownBy(() -> execute("""
                        insert into budget_amendment (budget_id, number, takes_effect, effective_at, changes, why, changed_at, changed_by, proposal)
                        values ('%s', 1, 'now', now(), '{"amount": "15.00"}', 'w', now(), 'x', 1)""".formatted(id()))).hasMessageContaining("is not what was approved");
        assertThatThrownBy(() -> execute("update budget_proposal set ends_at = now() where budget_id = '" + id() + "'"))
                .isInstanceOf(SQLException.class);
    }

    private String id() {
        return budget.substring(budget.lastIndexOf('/') + 1);
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void small_raises_add_up() {
        amend("{\"amount\": \"11.50\"}").statusCode(201);
        amend("{\"amount\": \"12.00\"}").statusCode(201);
        amend("{\"amount\": \"12.01\"}").statusCode(202);
        amend("{\"amount\": \"12.01\"}", "next-period").statusCode(202);

        post("approver", proposed("{\"amount\": \"20\"}") + "/approve", "{}").statusCode(200);
        amend("{\"amount\": \"24\"}").statusCode(201);
        amend("{\"amount\": \"24.01\"}").statusCode(202);
    }

    @Test
    void what_was_lowered_can_be_undone_in_its_period_and_not_later() {
        amend("{\"amount\": \"1\"}").statusCode(201);
        amend("{\"amount\": \"10\"}").statusCode(201);
        amend("{\"amount\": \"1\"}").statusCode(201);
        time.set(time.now().plus(Duration.ofDays(366)));

        amend("{\"amount\": \"10\"}").statusCode(202).body("loosens", contains("amount"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'enforcement': 'soft'}|now|enforcement",
                "{'overrun': 'last-call-may-cross'}|now|overrun",
                "{'estimate': 'expected'}|now|estimate",
                "{'rollover': 'carry'}|now|rollover",
                "{'rollover': {'capped': '0.01'}}|next-period|rollover",
                "{'holdExpiry': 'release'}|now|holdExpiry",
                "{'closed': true}|now|closed",
                "{'closed': true}|next-period|closed",
                "{'owner': 'Bob'}|next-period|owner",
                "{'period': {'unit': 'day'}}|next-period|period",
                "{'amount': '5', 'enforcement': 'soft'}|now|enforcement"
            })
    void whatever_else_loosens_waits_too(String changes, String takesEffect, String loosened) {
        amend(changes.replace('\'', '"'), takesEffect).statusCode(202).body("loosens", contains(loosened));
        get(budget).body("closed", equalTo(false)).body("enforcement", equalTo("hard"));
    }

    @Test
    void what_tightens_never_waits() {
        post("approver", proposed("""
                {"enforcement": "soft", "overrun": "last-call-may-cross", "estimate": "expected", "rollover": "carry", "holdExpiry": "release"}""") + "/approve", "{}").statusCode(200);

        for (var tighter : List.of(
                "{\"amount\": \"9\"}",
                "{\"enforcement\": \"hard\"}",
                "{\"overrun\": \"never\"}",
                "{\"estimate\": {\"mode\": \"expected\", \"quantile\": 0.99}}",
                "{\"estimate\": \"worst-case\"}",
                "{\"rollover\": {\"capped\": \"5\"}}",
                "{\"rollover\": \"none\"}",
                "{\"holdExpiry\": \"charge\"}")) {
            amend(tighter).statusCode(201);
        }
        post("approver", proposed("{\"closed\": true}") + "/approve", "{}").statusCode(200);
        amend("{\"closed\": false}").statusCode(201);
    }

    @Test
    void a_proposal_is_approved_on_the_terms_it_was_made_for_or_not_at_all() {
        var raise = proposed("{\"amount\": \"15\"}");
        var softer = proposed("{\"enforcement\": \"soft\"}");
        amend("{\"amount\": \"9\"}").statusCode(201);

        post("approver", raise + "/approve", "{}")
                .statusCode(409)
                .body("detail", containsString("the budget's last amendment is 1, not 0"));
        post("approver", softer + "/reject", "{}").statusCode(409);
        get(raise).body("state", equalTo("outdated"));
        get(budget).body("amount", equalTo("9.00")).body("proposals", empty());
    }

    @Test
    void a_proposal_is_rejected_or_taken_back_and_that_is_its_end() {
        var raise = proposed("{\"amount\": \"15\"}");
        post("approver", raise + "/reject", "{\"why\": \"no plan\"}")
                .statusCode(200)
                .body("state", equalTo("rejected"))
                .body("rejectedWhy", equalTo("no plan"));
        post("approver", raise + "/approve", "{}").statusCode(409);
        post("finops", proposed("{\"amount\": \"15\"}") + "/reject", "{}").statusCode(200);

        get(budget).body("amount", equalTo("10.00"));
        get(budget + "/history").body("proposals.state", contains("rejected", "rejected"));
        given().header("Authorization", TestKeys.bearer("auditor"))
                .get(budget + "/proposals/3")
                .then()
                .statusCode(404);
    }

    @Test
    void a_proposal_that_nobody_approves_in_time_is_over() {
        var raise = proposed("{\"amount\": \"15\"}");
        time.set(time.now().plus(Duration.ofDays(7)));

        get(raise).body("state", equalTo("over"));
        post("approver", raise + "/approve", "{}").statusCode(409).body("detail", equalTo("Proposal 1 is over."));
        get(budget).body("proposals", empty());
        assertThat(proposed("{\"amount\": \"15\"}")).endsWith("/proposals/2");
    }

    @Test
    void what_was_meant_for_the_next_period_is_over_before_that_begins() {
        time.set(time.now().plus(Duration.ofDays(400)));
        var endOfYear = get(budget).extract().<String>path("accounts[0].periodEnd");
        time.set(Instant.parse(endOfYear).minus(Duration.ofHours(1)));

        amend("{\"amount\": \"15\"}", "next-period")
                .statusCode(202)
                .body(
                        "endsAt",
                        equalTo(Instant.parse(endOfYear)
                                .minus(Duration.ofMinutes(1))
                                .toString()));
    }

    /** A budget of 10, with other settings than the shipped ones. */
    @ParameterizedTest
    @CsvSource({
        "always, 20, 10.01, amount",
        "always, 20, 9.99,",
        "above, 50, 15.00,",
        "above, 50, 15.01, amount",
        "above, 0, 10.01, amount",
        "never, 20, 1000000,"
    })
    void the_settings_say_which_raise_waits(String approval, String percent, String amount, String loosened)
            throws SQLException {
        var raised = new Changes(null, Money.parse(amount), null, null, null, null, null, null, null);

        assertThat(waiting(approval, percent, raised)).isEqualTo(loosened == null ? List.of() : List.of(loosened));
    }

    @ParameterizedTest
    @CsvSource({"always, enforcement", "above, enforcement", "never,"})
    void what_else_loosens_waits_unless_nothing_does(String approval, String loosened) throws SQLException {
        var softer = new Changes(null, null, null, false, null, null, null, null, null);

        assertThat(waiting(approval, "1000", softer)).isEqualTo(loosened == null ? List.of() : List.of(loosened));
    }

    /** What of a change waits; empty where it was made at once. */
    private List<String> waiting(String approval, String percent, Changes changes) throws SQLException {
        var said = Map.of("douane.budget.approval", approval, "douane.budget.approval-above-percent", percent);
        var config = new SmallRyeConfigBuilder()
                .withMapping(BudgetConfig.class)
                .withSources(new PropertiesConfigSource(said, "said", 100))
                .build()
                .getConfigMapping(BudgetConfig.class);
        var asked = new Proposals(database, time, ApprovalPolicy.of(config))
                .ask(UUID.fromString(id()), new Amendments.Wish(changes, true, "w", null), TestKeys.id("finops"));
        assertThat(asked.amended() == null).isNotEqualTo(asked.proposed() == null);
        return asked.proposed() == null ? List.of() : asked.proposed().loosens();
    }
}
