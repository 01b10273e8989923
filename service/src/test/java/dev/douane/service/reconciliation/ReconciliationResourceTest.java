package dev.douane.service.reconciliation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.AsOwner;
import dev.douane.service.platform.Ids;
import dev.douane.service.platform.OwnInstallation;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.SettableTime;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
@TestProfile(OwnInstallation.class) // others write decisions that hold nothing
class ReconciliationResourceTest {
    @Inject
    DataSource database;

    @Inject
    AsOwner owner;

    @Inject
    SettableTime time;

    @Inject
    ReconciliationKeeper keeper;

    @AfterEach
    void now() {
        time.reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auditor", "finops", "admin"})
    void those_who_answer_for_money_may_have_it_checked(String role) {
        given().header("Authorization", TestKeys.bearer(role))
                .get("/v1/ledger/check")
                .then()
                .statusCode(200)
                .body("checkedAt", notNullValue())
                .body("accounts", greaterThanOrEqualTo(0))
                .body("equal", equalTo(true))
                .body("differing", equalTo(0))
                .body("differences.size()", equalTo(0))
                .body("malformed", equalTo(0))
                .body("log.differing", equalTo(0));
    }

    @Test
    void a_gateway_may_not() {
        given().header("Authorization", TestKeys.bearer("gateway"))
                .get("/v1/ledger/check")
                .then()
                .statusCode(403);
    }

    private static String metric(String name) {
        return given().header("Authorization", TestKeys.bearer("auditor"))
                .get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .map(line -> line.substring(name.length() + 1))
                .orElseThrow();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What the next check in the background finds, of whenever the last one was; the scheduler may be at one at this moment. */
    private void nextCheckFinds(String differing) throws SQLException {
        time.set(time.now().plus(Duration.ofMinutes(16)));
        execute(
                "update ledger_check set checked_at = least(checked_at, '%s') where checked_at is not null" // another
                        // test's
                        // clock may
                        // have been
                        // ahead
                        .formatted(time.now().minus(Duration.ofMinutes(16))));
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            keeper.tend();
            assertThat(metric("douane_ledger_discrepancies")).isEqualTo(differing);
        });
    }

    @Test
    void a_difference_is_told_by_the_check_and_by_the_metric_until_it_is_gone() throws SQLException {
        execute("""
                with made as (
                    insert into budget (id, name, owner, amount_nanos, currency, scope, period_unit, period_zone, hardness, hold_expiry, created_at, created_by)
                    values (gen_random_uuid(), 'books-test', 'P&L', 100, 'USD', '{"run": "books-test"}', 'month', 'UTC', 'hard', 'charge', now(), 'test')
                    returning id),
                opened as (
                    insert into budget_account (budget_id, scope, period_start, period_end, hard, releases, limit_nanos)
                    select id, 'run=books-test', now(), now() + interval '1 day', true, false, 100 from made returning id)
                insert into ledger_entry (at, kind, accounts, held, spent, limits) select now(), 'open', array [id], '{0}', '{0}', '{100}' from opened""");
        nextCheckFinds("0.0");
        assertThat(Double.parseDouble(metric("douane_ledger_check_age_seconds")))
                .isBetween(0.0, 60.0);

        execute("update budget_account set spent_nanos = 1 where scope = 'run=books-test'");
        try {
            nextCheckFinds("1.0");
            given().header("Authorization", TestKeys.bearer("auditor"))
                    .get("/v1/ledger/check")
                    .then()
                    .statusCode(200)
                    .body("equal", equalTo(false))
                    .body("differing", equalTo(1))
                    .body("differences[0].budget", equalTo("books-test"))
                    .body("differences[0].scope", equalTo(Map.of("run", "books-test")))
                    .body("differences[0].carried.spent", equalTo("0.000000001"))
                    .body("differences[0].entries.spent", equalTo("0.000000000"));
        } finally {
            execute("update budget_account set spent_nanos = 0 where scope = 'run=books-test'");
        }

        nextCheckFinds("0.0");
        time.set(time.now().plus(Duration.ofMinutes(5)));
        assertThat(Double.parseDouble(metric("douane_ledger_check_age_seconds")))
                .isCloseTo(300.0, within(0.01)); // PostgreSQL rounds to microseconds, up or down
    }

    @Test
    void a_row_that_cannot_be_is_told_by_the_check_and_by_the_metric_until_it_is_gone() throws SQLException {
        execute("""
                insert into hold (decision_id, amount_nanos, accounts, created_at, expires_at, catalog, deployment, alternatives, service_tier, state)
                values ('%s', 1, '{}', now(), now(), 1, 'd', '{}', 'default', 'settled')""".formatted(Ids.lowest(time.now())));
        execute("insert into ledger_entry (at, kind, accounts, held, spent) values ('%s', 'hold', '{}', '{}', '{}')"
                .formatted(time.now()));
        try {
            nextCheckFinds("2.0");
            nextCheckFinds("2.0"); // though it looks at nothing older than this one where all is well
            given().header("Authorization", TestKeys.bearer("auditor"))
                    .get("/v1/ledger/check")
                    .then()
                    .statusCode(200)
                    .body("equal", equalTo(false))
                    .body("differing", equalTo(0))
                    .body("malformed", equalTo(2));
        } finally {
            owner.execute("delete from hold where accounts = '{}' and catalog = 1 and deployment = 'd'");
            owner.execute("delete from ledger_entry where accounts = '{}'");
        }
        nextCheckFinds("0.0");
    }

    @Test
    void the_age_of_the_picture_of_budgets_is_measured() {
        Awaitility.await() // the picture may be of a time that another test had set
                .untilAsserted(() -> assertThat(Double.parseDouble(metric("douane_budget_view_age_seconds")))
                        .isBetween(0.0, 5.0));
    }
}
