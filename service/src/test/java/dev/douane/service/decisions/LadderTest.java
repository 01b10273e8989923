package dev.douane.service.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.rules.call.Caller;
import dev.douane.service.budgets.Budgets;
import dev.douane.service.identity.Roles;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens near the ceiling, as a gateway sees it; docs/finops/ladder.md tells the same. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(FourRungs.class)
class LadderTest {
    private static final String PERIOD_END = "\\d{4}-\\d\\d-01T00:00:00Z";
    private static final String TOOLS = ", \"capabilities\": [\"tools\"]";

    private static final Caller FORGOTTEN = new Caller(null, "forgotten", null, null, null, null, null, null);

    @Inject
    Budgets budgets;

    @BeforeEach
    void ready() {
        Asking.untilReady();
    }

    /** A hard monthly budget of a product of the same name. */
    private static void budget(String product, String amount) {
        Asking.as(Roles.FINOPS)
                .contentType("application/json")
                .body("""
                        {"name": "%s", "owner": "Search P&L", "amount": "%s", "currency": "USD", "scope": {"product": "%1$s"},
                         "period": {"unit": "month", "zone": "UTC"}, "enforcement": "hard", "holdExpiry": "charge"}""".formatted(product, amount))
                .post("/v1/budgets")
                .then()
                .statusCode(201);
    }

    private static ValidatableResponse ask(String product, String model, String more, String options) {
        return Asking.decide("""
                        {"call": {"model": "%s", "inputTokens": 1000, "maxOutputTokens": 1000%s}, "caller": {"product": "%s"},
                         "data": {"classes": ["public"]}, "workload": {"task": "research"}, "options": {%s}}""".formatted(model, more, product, options)).statusCode(200);
    }

    private static ValidatableResponse ask(String product, String model) {
        return ask(product, model, "", "");
    }

    @Test
    void a_call_steps_down_to_what_the_budget_carries_and_the_reason_names_budget_figure_and_period_end() {
        budget("enough", "0.02");
        ask("enough", "big")
                .body("verdict", equalTo("allow"))
                .body("target.deployment", equalTo("big-de"))
                .body("reasons", empty())
                .body("hold.amount", equalTo("0.020000"));

        budget("less", "0.0199");
        ask("less", "big")
                .body("verdict", equalTo("downgrade"))
                .body("target.deployment", equalTo("mid-de"))
                .body("reasons.rule", contains("budget"))
                .body(
                        "reasons[0].message",
                        matchesPattern("Budget less \\(product=less\\) has 0\\.0199 of 0\\.0199 left until "
                                + PERIOD_END + "\\."))
                .body("cost.requested", equalTo("0.020000"))
                .body("hold.amount", equalTo("0.006000"));

        budget("little", "0.001");
        ask("little", "big")
                .body("verdict", equalTo("downgrade"))
                .body("target.deployment", equalTo("own-de"))
                .body("hold.amount", equalTo("0.000000"));
    }

    /** What a node does not remember looks to rules as if nobody had spent from it, so it is read first. */
    @Test
    void rules_see_what_is_left_however_little_the_node_remembers() {
        budget("forgotten", "0.1");
        for (int i = 0; i < 4; i++) {
            ask("forgotten", "big");
        }
        List<String> rules =
                ask("forgotten", "big", "", "\"mode\": \"advise\"").extract().path("reasons.rule");
        assertThat(rules).anyMatch(rule -> rule.startsWith("BUDGET-"));

        int forgotten = 0;
        for (int i = 0; i < 20; i++) {
            budgets.forget();
            forgotten += budgets.seen().isComplete(FORGOTTEN, Instant.now()) ? 0 : 1;
            ask("forgotten", "big", "", "\"mode\": \"advise\"").body("reasons.rule", equalTo(rules));
        }
        assertThat(forgotten).as("until the picture was read anew").isPositive();
    }

    @Test
    void a_budget_of_nothing_leaves_what_costs_nothing_and_each_rules_reason_names_it() {
        budget("nothing", "0");
        ask("nothing", "big")
                .body("verdict", equalTo("downgrade"))
                .body("target.deployment", equalTo("own-de"))
                .body("reasons.rule", hasItems("BUDGET-104", "BUDGET-201"))
                .body(
                        "reasons.find { it.rule == 'BUDGET-104' }.message",
                        matchesPattern(
                                ".*economy models are left\\. Budget nothing \\(product=nothing\\) has 0\\.00 of 0\\.00 left until "
                                        + PERIOD_END + "\\."));
        ask("nothing", "own").body("verdict", equalTo("allow")).body("target.deployment", equalTo("own-de"));
    }

    @Test
    void a_used_up_budget_defers_the_patient_until_its_period_ends_and_denies_the_hurried() {
        budget("once", "0.002");
        ask("once", "small").body("verdict", equalTo("allow")).body("hold.amount", equalTo("0.002000"));
        ask("once", "small", TOOLS, "")
                .body("verdict", equalTo("deny"))
                .body("reasons.rule", hasItem("budget"))
                .body("nearestMiss.deployment", equalTo("small-de"))
                .body("nearestMiss.reasons.rule", contains("budget"))
                .body("nearestMiss.reasons[0].message", containsString("has 0.00 of 0.002 left until"));
        ask("once", "small", TOOLS, "\"maxWait\": \"P31D\"")
                .body("verdict", equalTo("defer"))
                .body("retryAfter", matchesPattern(PERIOD_END))
                .body("reasons.rule", hasItem("budget"))
                .body("target", nullValue());
        ask("once", "small").body("verdict", equalTo("reroute")).body("target.deployment", equalTo("own-de"));
    }

    @Test
    void work_that_nobody_waits_for_is_held_back_but_for_what_costs_nothing() {
        budget("batch", "0.002");
        ask("batch", "small").body("verdict", equalTo("allow"));
        var batch = """
                {"call": {"model": "small", "inputTokens": 1000, "maxOutputTokens": 1000%s}, "caller": {"product": "batch"},
                 "data": {"classes": ["public"]}, "workload": {"task": "research", "interactive": false}, "options": {"maxWait": "P31D"}}""";
        Asking.decide(batch.formatted(TOOLS))
                .body("verdict", equalTo("defer"))
                .body("reasons.rule", hasItems("BUDGET-202", "budget"))
                .body("retryAfter", notNullValue());
        Asking.decide(batch.formatted(""))
                .body("verdict", equalTo("reroute"))
                .body("target.deployment", equalTo("own-de"))
                .body("reasons.rule", hasItem("BUDGET-202"))
                .body("alternatives", empty());
    }

    @Test
    void a_budget_too_small_for_any_paid_option_promises_nothing() {
        budget("tiny", "0.001");
        ask("tiny", "small", TOOLS, "\"maxWait\": \"P31D\"")
                .body("verdict", equalTo("deny"))
                .body("nearestMiss.reasons.rule", contains("budget"));
    }
}
