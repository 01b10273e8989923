package dev.douane.service.identity.events;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.service.identity.Roles;
import dev.douane.service.identity.TestKeys;
import dev.douane.service.platform.OwnerDatabase;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.SettableTime;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events leave by whole months, a year after they happened, and in no other way. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class EventMonthsTest {
    private static final String NOT_ALLOWED = "42501";
    private static final String REFUSED = "P0001";

    @Inject
    EventKeeper keeper;

    @Inject
    SettableTime time;

    @Inject
    DataSource server;

    @Inject
    OwnerDatabase owner;

    private final String key = "key-" + UUID.randomUUID();

    @AfterEach
    void backToToday() throws SQLException {
        time.reset();
        keeper.tend();
    }

    private void tendAt(String now) throws SQLException {
        time.set(Instant.parse(now));
        keeper.tend();
    }

    /** What went on for a minute until then. */
    private void happened(String last) throws SQLException {
        var at = Instant.parse(last);
        var group = new EventGroup(EventKind.FORBIDDEN, key, "10.0.0.9", null, null);
        try (var connection = server.getConnection()) {
            EventRows.insert(connection, List.of(new SecurityEvent(group, at.minus(Duration.ofMinutes(1)), at, 7)));
        }
    }

    private List<String> told() {
        return given().header("Authorization", TestKeys.bearer(Roles.AUDITOR))
                .get("/v1/security/events?key=" + key)
                .then()
                .statusCode(200)
                .extract()
                .path("events.lastAt");
    }

    private String tableOf(String last) throws SQLException {
        try (var connection = server.getConnection();
                var select = connection.prepareStatement(
                        "select tableoid::regclass::text from security_event where key = ? and last_at = cast(? as timestamptz)")) {
            select.setString(1, key);
            select.setString(2, last);
            try (var rows = select.executeQuery()) {
                return rows.next() ? rows.getString(1) : "none";
            }
        }
    }

    @Test
    void a_month_goes_once_its_last_event_is_a_year_old() throws SQLException {
        tendAt("2034-01-15T00:00:00Z");
        happened("2034-01-31T23:59:59Z");
        happened("2034-02-01T00:00:30Z"); // began in January
        assertThat(tableOf("2034-01-31T23:59:59Z")).isEqualTo("security_event_2034_01");
        assertThat(tableOf("2034-02-01T00:00:30Z")).isEqualTo("security_event_2034_02");

        tendAt("2035-02-01T23:59:59Z");
        assertThat(told()).containsExactly("2034-02-01T00:00:30Z", "2034-01-31T23:59:59Z");

        tendAt("2035-02-02T00:00:00Z"); // 366 days
        assertThat(told()).containsExactly("2034-02-01T00:00:30Z");
    }

    @Test
    void what_no_month_was_prepared_for_moves_into_its_own_and_keeps_its_place() throws SQLException {
        tendAt("2036-01-15T00:00:00Z");
        happened("2036-09-15T00:00:00Z");
        happened("2036-01-15T00:00:00Z");
        var before = ids();
        assertThat(tableOf("2036-09-15T00:00:00Z")).isEqualTo("security_event_default");

        tendAt("2036-01-15T01:00:00Z");
        happened("2036-01-15T02:00:00Z");

        assertThat(tableOf("2036-09-15T00:00:00Z")).isEqualTo("security_event_2036_09");
        assertThat(ids()).startsWith(before.toArray(Long[]::new)).hasSize(3).isSorted();
        assertThat(told()).containsExactly("2036-01-15T02:00:00Z", "2036-01-15T00:00:00Z", "2036-09-15T00:00:00Z");
    }

    private List<Long> ids() throws SQLException {
        try (var connection = server.getConnection();
                var select = connection.prepareStatement(
                        "select array(select id from security_event where key = ? order by id)")) {
            select.setString(1, key);
            try (var rows = select.executeQuery()) {
                rows.next();
                return List.of((Long[]) rows.getArray(1).getArray());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table %s",
                "delete from %s",
                "update %s set count = 1",
                "truncate %s",
                "alter table security_event detach partition %s"
            })
    void no_month_is_the_servers_to_change(String sql) throws SQLException {
        tendAt("2037-05-01T00:00:00Z");
        happened("2037-05-02T00:00:00Z");
        for (var table : List.of("security_event_2037_05", "security_event_default")) {
            refuses(server, NOT_ALLOWED, sql.formatted(table));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete from %s", "update %s set count = 1", "truncate %s"})
    void nor_its_owners_by_mistake(String sql) throws SQLException {
        tendAt("2037-05-01T00:00:00Z");
        happened("2037-05-02T00:00:00Z");

        refuses(owner.source(), REFUSED, sql.formatted("security_event_2037_05"));
        refuses(owner.source(), REFUSED, "truncate security_event_default");
    }

    private static void refuses(DataSource database, String state, String sql) {
        assertThatThrownBy(() -> {
                    try (var connection = database.getConnection();
                            var statement = connection.createStatement()) {
                        statement.execute(sql);
                    }
                })
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }
}
