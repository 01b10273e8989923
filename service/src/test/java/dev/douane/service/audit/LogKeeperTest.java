package dev.douane.service.audit;

import static dev.douane.service.audit.DecisionRecords.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.ledger.TestServer;
import dev.douane.service.platform.Ids;
import dev.douane.service.platform.OwnerDatabase;
import dev.douane.service.platform.SettableTime;
import io.quarkus.runtime.StartupEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What a start finds out from the log. */
@Isolated("the locale is of all of the JVM")
class LogKeeperTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final TestServer.Database database = TestServer.database();
    private final DecisionLog log = new DecisionLog(database.source());
    private final SettableTime time = new SettableTime();

    @BeforeEach
    void itIsNoon() {
        time.set(NOON);
    }

    @Test
    void ids_go_on_where_the_log_ends_though_the_clock_was_set_back_meanwhile() throws SQLException {
        var newest = logged(at("2026-11-21T13:30:00Z", 7));
        logged(at("2026-11-21T11:00:00Z", 1));

        var next = firstIdAfterAStart();

        assertThat(next).usingComparator(Ids.ORDER).isGreaterThan(newest);
        assertThat(Ids.timeOf(next)).isEqualTo("2026-11-21T13:30:00Z");
    }

    @Test
    void ids_go_by_the_clock_where_the_log_is_behind_it() throws SQLException {
        logged(at("2026-11-21T11:00:00Z", 1));

        assertThat(Ids.timeOf(firstIdAfterAStart())).isEqualTo(NOON);
    }

    @Test
    void ids_go_by_the_clock_where_there_is_no_log_yet() throws SQLException {
        assertThat(Ids.timeOf(firstIdAfterAStart())).isEqualTo(NOON);
    }

    @Test
    void an_id_of_a_clock_that_was_years_ahead_is_not_followed() throws SQLException {
        logged(at("2031-01-01T00:00:00Z", 1));
        var newest = logged(at("2026-11-21T12:00:05Z", 1));

        var next = firstIdAfterAStart();

        assertThat(next).usingComparator(Ids.ORDER).isGreaterThan(newest);
        assertThat(Ids.timeOf(next)).isEqualTo("2026-11-21T12:00:05Z");
    }

    @Test
    void months_have_the_same_names_on_a_machine_with_digits_of_its_own() throws SQLException {
        var before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            firstIdAfterAStart();
        } finally {
            Locale.setDefault(before);
        }

        assertThat(database.number("select count(*) from pg_tables where tablename ~ '^decision_[0-9]{4}_[0-9]{2}$'"))
                .isEqualTo(4);
    }

    private UUID logged(DecisionRecords decision) throws SQLException {
        try (var connection = database.connect()) {
            connection.setAutoCommit(false);
            DecisionRecords.append(log, connection, List.of(decision.record()));
            connection.commit();
        }
        return decision.id();
    }

    private UUID firstIdAfterAStart() throws SQLException {
        var ids = new Ids(time);
        var owner = new OwnerDatabase(database.source(), "", Optional.empty(), Optional.empty(), Optional.empty());
        new LogKeeper(database.source(), owner, new AsShipped(), time, ids).atStart(new StartupEvent());
        return ids.next();
    }

    private record AsShipped() implements LogConfig {
        @Override
        public Duration retention() {
            return Duration.ofDays(183);
        }

        @Override
        public int monthsAhead() {
            return 3;
        }
    }
}
