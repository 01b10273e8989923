package dev.douane.service.decisions;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasItem;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** Asks the running application as a gateway does. */
final class Asking {
    /** A call that the shipped packs allow as it is. */
    static final String CHEAP = """
            {"call": {"model": "gpt-5-nano", "inputTokens": 1200, "maxOutputTokens": 800},
             "caller": {"product": "search", "workflow": "query-rewrite"},
             "data": {"classes": ["public"]}, "workload": {"task": "classify"}}""";

    private Asking() {}

    /** How many decisions are in the log. */
    static long decisions(DataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var count = statement.executeQuery("select count(*) from decision")) {
            count.next();
            return count.getLong(1);
        }
    }

    /** Waits until the shipped packs are in force; where they are, as for most of hundreds of tests, that takes no time. */
    static void untilReady() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofMinutes(3))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    static RequestSpecification as(String... roles) {
        return given().header("Authorization", TestKeys.bearer(roles));
    }

    static RequestSpecification gateway() {
        return as(Roles.GATEWAY)
                .urlEncodingEnabled(false) // a colon in a path stays one, as every other client has it
                .contentType("application/json");
    }

    static ValidatableResponse decide(String body) {
        return gateway().body(body).post("/v1/decisions").then();
    }

    /** A hard monthly budget of one product, known to the node that answers. */
    static void budget(DataSource database, String product, String amountNanos) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("""
                        insert into budget (id, name, owner, amount_nanos, currency, scope, period_unit, period_zone, hardness, hold_expiry,
                                            created_at, created_by)
                        values (?, ?, 'p-and-l', ?, 'USD', ?::jsonb, 'month', 'UTC', 'hard', 'charge', now(), 'test')""")) {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, product);
            insert.setLong(3, Long.parseLong(amountNanos));
            insert.setString(4, "{\"product\":\"%s\"}".formatted(product));
            insert.executeUpdate();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> decide("""
                                {"call": {"model": "gpt-5-nano", "inputTokens": 1}, "caller": {"product": "%s"},
                                 "data": {"classes": ["public"]}, "options": {"mode": "advise"}}""".formatted(product)).statusCode(200).body("budgets.name", hasItem(product)));
    }
}
