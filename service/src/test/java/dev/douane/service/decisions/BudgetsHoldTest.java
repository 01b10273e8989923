package dev.douane.service.decisions;

import static dev.douane.service.decisions.BudgetAsking.ask;
import static dev.douane.service.decisions.BudgetAsking.budget;
import static dev.douane.service.decisions.BudgetAsking.detail;
import static dev.douane.service.decisions.BudgetAsking.left;
import static dev.douane.service.decisions.BudgetAsking.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.douane.service.identity.Roles;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.TimeSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a budget promises its owner, as gateways and the owner see it. Each test asks in runs of its own, so none meets another's budgets. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(FourRungs.class)
class BudgetsHoldTest {
    @Inject
    TimeSource time;

    @BeforeEach
    void ready() {
        Asking.untilReady();
    }

    // --- which calls a budget is for

    @ParameterizedTest
    @ValueSource(strings = {"organisation", "product", "team", "workflow", "user", "environment"})
    void a_callers_attribute_is_a_value_one_of_a_list_or_each(String attribute) {
        var run = "caller-" + attribute;
        budget(run + "-value", "1", "{\"run\": \"%s\", \"%s\": \"a\"}".formatted(run, attribute));
        budget(run + "-list", "1", "{\"run\": \"%s\", \"%s\": [\"a\", \"b\"]}".formatted(run, attribute));
        var each = budget(run + "-each", "1", "{\"run\": \"%s\", \"%s\": \"each\"}".formatted(run, attribute));
        var says = ", \"" + attribute + "\": \"%s\"";

        var a = ask("small", run, says.formatted("a"));
        assertThat(left(a, run + "-value")).isEqualTo("0.998");
        assertThat(left(a, run + "-list")).isEqualTo("0.998");
        assertThat(left(a, run + "-each")).isEqualTo("0.998");

        var b = ask("small", run, says.formatted("b"));
        assertThat(left(b, run + "-value")).isNull();
        assertThat(left(b, run + "-list")).as("a list is one account").isEqualTo("0.996");
        assertThat(left(b, run + "-each")).as("each is one account a value").isEqualTo("0.998");

        var nobody = ask("small", run);
        assertThat(left(nobody, run + "-value")).isNull();
        assertThat(left(nobody, run + "-list")).isNull();
        assertThat(left(nobody, run + "-each")).isEqualTo("0.998");
        detail(each)
                .body("accounts", hasSize(3))
                .body("accounts.held", contains("0.002", "0.002", "0.002"))
                .body("accounts.scope." + attribute, hasItem(nullValue()));
    }

    @ParameterizedTest
    @CsvSource({"model, small, mid", "family, small, mid", "tier, economy, standard"})
    void an_attribute_of_where_the_call_goes_is_a_value_one_of_a_list_or_each(
            String attribute, String ofSmall, String ofMid) {
        var run = "target-" + attribute;
        var scope = "{\"run\": \"%s\", \"%s\": %s}";
        budget(run + "-value", "1", scope.formatted(run, attribute, "\"" + ofSmall + "\""));
        budget(run + "-list", "1", scope.formatted(run, attribute, "[\"%s\", \"%s\"]".formatted(ofSmall, ofMid)));
        budget(run + "-each", "1", scope.formatted(run, attribute, "\"each\""));

        var small = ask("small", run);
        assertThat(left(small, run + "-value")).isEqualTo("0.998");
        assertThat(left(small, run + "-list")).isEqualTo("0.998");
        assertThat(left(small, run + "-each")).isEqualTo("0.998");

        var mid = ask("mid", run).body("target.model", equalTo("mid"));
        assertThat(left(mid, run + "-value")).isNull();
        assertThat(left(mid, run + "-list")).isEqualTo("0.992");
        assertThat(left(mid, run + "-each")).isEqualTo("0.994");

        var big = ask("big", run).body("target.model", equalTo("big"));
        assertThat(left(big, run + "-list")).isNull();
        assertThat(left(big, run + "-each")).isEqualTo("0.98");
    }

    @Test
    void a_provider_is_a_value_one_of_a_list_or_each() {
        var run = "target-provider";
        var scope = "{\"run\": \"target-provider\", \"provider\": %s}";
        budget(run + "-value", "1", scope.formatted("\"house\""));
        budget(run + "-another", "0", scope.formatted("\"elsewhere\""));
        budget(run + "-list", "1", scope.formatted("[\"elsewhere\", \"house\"]"));
        var each = budget(run + "-each", "1", scope.formatted("\"each\""));

        var decision = ask("small", run).body("verdict", equalTo("allow"));

        assertThat(left(decision, run + "-value")).isEqualTo("0.998");
        assertThat(left(decision, run + "-another")).isNull();
        assertThat(left(decision, run + "-list")).isEqualTo("0.998");
        assertThat(left(decision, run + "-each")).isEqualTo("0.998");
        detail(each).body("accounts.scope", contains(Map.of("run", "target-provider", "provider", "house")));
    }

    @Test
    void a_tier_whose_budget_is_used_up_is_passed_over() {
        budget("dear", "0.01", "{\"run\": \"dear\", \"tier\": \"frontier\"}");

        ask("big", "dear")
                .body("verdict", equalTo("downgrade"))
                .body("target.tier", equalTo("standard"))
                .body("reasons.rule", hasItem("budget"));
    }

    @Test
    void a_starter_budget_is_for_workflows_that_no_other_budget_names() {
        budget("named", "1", "{\"run\": \"starter\", \"workflow\": \"named\"}");
        budget("starter", "0.003", "{\"run\": \"starter\", \"workflow\": \"each\"}", ", \"default\": true");
        var unknown = ", \"workflow\": \"unknown\"";

        assertThat(left(ask("small", "starter", unknown), "starter")).isEqualTo("0.001");
        ask("small", "starter", unknown).body("verdict", equalTo("deny"));
        assertThat(left(ask("small", "starter", ", \"workflow\": \"another\""), "starter"))
                .isEqualTo("0.001");

        var named = ask("small", "starter", ", \"workflow\": \"named\"");
        assertThat(left(named, "starter")).isNull();
        assertThat(left(named, "named")).isEqualTo("0.998");

        var more = """
                {"name": "unknown-no-more", "owner": "P&L", "amount": "1", "currency": "USD",
                 "scope": {"run": "starter", "workflow": "unknown"}, "period": {"unit": "year"}}""";
        var made = post("finops", "/v1/budgets", more).statusCode(202).body("closed", equalTo(true));
        ask("small", "starter", unknown).body("verdict", equalTo("deny"));
        post("finops", "/v1/budgets", more)
                .statusCode(202)
                .body("id", equalTo(made.extract().path("id")))
                .header("Location", equalTo(made.extract().header("Location")));
        post("approver", path(made) + "/approve", "{}").statusCode(200).body("state", equalTo("approved"));
        post("finops", "/v1/budgets", more).statusCode(200).body("closed", equalTo(false));
        ask("small", "starter", unknown)
                .body("verdict", equalTo("allow"))
                .body("budgets.name", not(hasItem("starter")));
    }

    private static String path(ValidatableResponse made) {
        return URI.create(made.extract().header("Location")).getPath();
    }

    // --- what it does to them

    @Test
    void a_soft_budget_refuses_nothing_and_says_that_it_is_used_up() {
        var id = budget("soft", "0.003", "{\"run\": \"soft\"}", ", \"enforcement\": \"soft\"");

        ask("small", "soft").body("verdict", equalTo("allow")).body("reasons", empty());
        ask("small", "soft").body("verdict", equalTo("allow"));
        ask("small", "soft")
                .body("verdict", equalTo("allow"))
                .body("reasons.rule", hasItem("BUDGET-201"))
                .body("budgets.find { it.name == 'soft' }.remaining", equalTo("0.00"))
                .body("budgets.find { it.name == 'soft' }.usedFraction", equalTo(2.0f));
        detail(id)
                .body("enforcement", equalTo("soft"))
                .body("accounts[0].held", equalTo("0.006"))
                .body("accounts[0].remaining", equalTo("0.00"))
                .body("accounts[0].usedFraction", equalTo(2.0f));
    }

    @Test
    void a_hard_budget_that_a_last_call_may_cross_lets_exactly_one_cross() {
        budget("crossed", "0.003", "{\"run\": \"crossed\"}", ", \"overrun\": \"last-call-may-cross\"");

        ask("small", "crossed").body("verdict", equalTo("allow"));
        ask("small", "crossed")
                .body("verdict", equalTo("allow"))
                .body("budgets.find { it.name == 'crossed' }.usedFraction", equalTo(1.3333f));
        ask("small", "crossed").body("verdict", equalTo("deny")).body("reasons.rule", hasItem("budget"));
    }

    @Test
    void an_override_counts_from_its_approval_until_it_is_revoked() {
        var path = "/v1/budgets/" + budget("overridden", "0.003", "{\"run\": \"overridden\"}") + "/overrides";
        ask("small", "overridden").body("verdict", equalTo("allow"));
        ask("small", "overridden").body("verdict", equalTo("deny"));

        post(Roles.FINOPS, path, """
                {"extra": "1", "until": "%s", "why": "Launch"}""".formatted(time.now().plus(Duration.ofDays(1))))
                .statusCode(201);
        ask("small", "overridden").body("verdict", equalTo("deny"));

        post(Roles.APPROVER, path + "/1/approve", "{}").statusCode(200);
        ask("small", "overridden")
                .body("verdict", equalTo("allow"))
                .body("budgets.find { it.name == 'overridden' }.remaining", equalTo("0.999"));

        post(Roles.FINOPS, path + "/1/revoke", "{}").statusCode(200);
        ask("small", "overridden").body("verdict", equalTo("deny"));
    }

    // --- when

    @Test
    void accounts_are_of_the_period_that_the_decision_fell_in() {
        var period = ", \"period\": {\"unit\": \"%s\", \"zone\": \"%s\"%s}";
        var days = budget("by-day", "1", "{\"run\": \"periods\"}", period.formatted("day", "Europe/Berlin", ""));
        var weeks = budget("by-week", "1", "{\"run\": \"periods\"}", period.formatted("week", "America/New_York", ""));
        var months = budget("by-month", "1", "{\"run\": \"periods\"}", period.formatted("month", "Asia/Kolkata", ""));
        var quarters = budget("by-quarter", "1", "{\"run\": \"periods\"}", period.formatted("quarter", "UTC", ""));
        var years = budget(
                "by-year",
                "1",
                "{\"run\": \"periods\"}",
                period.formatted("year", "Europe/London", ", \"fiscalStart\": \"04-06\""));

        var decided = Instant.parse(ask("small", "periods").extract().path("decidedAt"));

        var day = date(decided, "Europe/Berlin");
        is(days, "Europe/Berlin", day, day.plusDays(1));
        var monday = date(decided, "America/New_York").with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        is(weeks, "America/New_York", monday, monday.plusWeeks(1));
        var first = date(decided, "Asia/Kolkata").withDayOfMonth(1);
        is(months, "Asia/Kolkata", first, first.plusMonths(1));
        var month = date(decided, "UTC").withDayOfMonth(1);
        var quarter = month.minusMonths((month.getMonthValue() - 1) % 3);
        is(quarters, "UTC", quarter, quarter.plusMonths(3));
        var today = date(decided, "Europe/London");
        var april = LocalDate.of(today.getYear(), 4, 6);
        var fiscal = today.isBefore(april) ? april.minusYears(1) : april;
        is(years, "Europe/London", fiscal, fiscal.plusYears(1));
    }

    private static LocalDate date(Instant at, String zone) {
        return ZonedDateTime.ofInstant(at, ZoneId.of(zone)).toLocalDate();
    }

    /** Has one account, which has held the call from one local midnight to another. */
    private static void is(String budget, String zone, LocalDate start, LocalDate end) {
        detail(budget)
                .body("accounts", hasSize(1))
                .body("accounts[0].held", equalTo("0.002"))
                .body(
                        "accounts[0].periodStart",
                        equalTo(start.atStartOfDay(ZoneId.of(zone)).toInstant().toString()))
                .body(
                        "accounts[0].periodEnd",
                        equalTo(end.atStartOfDay(ZoneId.of(zone)).toInstant().toString()));
    }

    @Test
    void a_budget_of_one_window_is_for_calls_in_that_window() {
        var now = time.now().truncatedTo(ChronoUnit.SECONDS);
        var present = window("present", now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));
        var future = window("future", now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(2)));

        ask("small", "windows").body("verdict", equalTo("allow")).body("budgets.name", contains("window-present"));

        detail(future).body("accounts", empty());
        detail(present)
                .body("accounts", hasSize(1))
                .body("accounts[0].held", equalTo("0.002"))
                .body(
                        "accounts[0].periodStart",
                        equalTo(now.minus(Duration.ofDays(1)).toString()))
                .body(
                        "accounts[0].periodEnd",
                        equalTo(now.plus(Duration.ofDays(1)).toString()));
    }

    /** Nothing fits in it but where it is now. */
    private static String window(String name, Instant start, Instant end) {
        return budget(
                "window-" + name,
                name.equals("present") ? "1" : "0",
                "{\"run\": \"windows\"}",
                ", \"period\": {\"unit\": \"once\", \"start\": \"%s\", \"end\": \"%s\"}".formatted(start, end));
    }
}
