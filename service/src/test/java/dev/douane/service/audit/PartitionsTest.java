package dev.douane.service.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.service.platform.AsOwner;
import dev.douane.service.platform.OwnerDatabase;
import dev.douane.service.platform.PostgresTestResource;
import dev.douane.service.platform.SettableTime;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class PartitionsTest {
    @Inject
    LogKeeper keeper;

    @Inject
    DecisionLog log;

    @Inject
    DataSource database;

    @Inject
    AsOwner owner;

    @Inject
    OwnerDatabase ownerDatabase;

    @Inject
    SettableTime time;

    @AfterEach
    void backToToday() throws SQLException {
        time.reset();
        keeper.tend();
        owner.execute("truncate decision cascade");
    }

    private void tendAt(String now) throws SQLException {
        time.set(Instant.parse(now));
        keeper.tend();
    }

    private SortedSet<YearMonth> present() throws SQLException {
        try (var connection = database.getConnection()) {
            return new TreeSet<>(new Partitions(connection).present());
        }
    }

    private DecisionRecord append(String at) throws SQLException {
        var record = DecisionRecords.at(at, 1).record();
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            DecisionRecords.append(log, connection, List.of(record));
            connection.commit();
        }
        return record;
    }

    private String tableOf(DecisionRecord record) throws SQLException {
        try (var connection = database.getConnection();
                var select =
                        connection.prepareStatement("select tableoid::regclass::text from decision where id = ?")) {
            select.setObject(1, record.id());
            try (var rows = select.executeQuery()) {
                return rows.next() ? rows.getString(1) : "none";
            }
        }
    }

    @Test
    void this_month_and_the_next_three_are_prepared() throws SQLException {
        tendAt("2035-11-30T23:59:59Z");

        assertThat(present())
                .contains(YearMonth.of(2035, 11), YearMonth.of(2035, 12), YearMonth.of(2036, 1), YearMonth.of(2036, 2))
                .doesNotContain(YearMonth.of(2036, 3));
        assertThat(tableOf(append("2035-11-30T23:59:59.999Z"))).isEqualTo("decision_2035_11");
        assertThat(tableOf(append("2035-12-01T00:00:00Z"))).isEqualTo("decision_2035_12");
    }

    @Test
    void tending_twice_changes_nothing() throws SQLException {
        tendAt("2030-05-01T00:00:00Z");
        var once = present();
        keeper.tend();

        assertThat(present()).isEqualTo(once);
    }

    @Test
    void a_month_goes_when_its_last_decision_has_passed_the_retention() throws SQLException {
        tendAt("2031-01-15T00:00:00Z");
        var january = append("2031-01-20T00:00:00Z");
        var february = append("2031-02-01T00:00:00Z");

        tendAt("2031-08-02T23:59:59Z"); // January ended 182 days and a bit ago
        assertThat(log.find(january.id())).isPresent();

        tendAt("2031-08-03T00:00:00Z"); // 183 days
        assertThat(log.find(january.id())).isEmpty();
        assertThat(log.find(february.id())).isPresent();
        assertThat(present()).doesNotContain(YearMonth.of(2031, 1)).contains(YearMonth.of(2031, 2));
    }

    @Test
    void what_fell_outside_the_prepared_months_moves_into_its_own() throws SQLException {
        tendAt("2032-01-15T00:00:00Z");
        var stray = append("2032-09-15T00:00:00Z");
        assertThat(tableOf(stray)).isEqualTo("decision_default");

        tendAt("2032-01-15T01:00:00Z");

        assertThat(tableOf(stray)).isEqualTo("decision_2032_09");
        assertThat(tableOf(append("2040-01-01T00:00:00Z"))).isEqualTo("decision_default");
    }

    /** A new month does not take that over from the table. */
    @Test
    void of_a_month_nothing_but_ids_is_analyzed() throws SQLException {
        tendAt("2031-05-20T12:00:00Z");
        append("2031-05-20T12:00:01Z");
        owner.execute("analyze decision_2031_05");

        assertThat(analyzed("decision_2031_05")).containsExactly("id");
    }

    /** Nor that. By default vacuum would wait until the month is a fifth larger. */
    @Test
    void every_month_is_vacuumed_whenever_ten_thousand_decisions_have_come() throws SQLException {
        tendAt("2033-01-15T00:00:00Z");
        append("2033-09-15T00:00:00Z");
        tendAt("2033-01-15T01:00:00Z"); // which makes the default partition anew

        assertThat(List.of("decision_2033_01", "decision_2033_09", "decision_default"))
                .allSatisfy(month -> assertThat(options(month))
                        .contains(
                                "autovacuum_vacuum_insert_scale_factor=0", "autovacuum_vacuum_insert_threshold=10000"));
    }

    private List<String> options(String relation) throws SQLException {
        return texts("select unnest(reloptions) from pg_class where oid = '" + relation + "'::regclass");
    }

    private List<String> analyzed(String relation) throws SQLException {
        return texts("select attname from pg_stats where tablename = '" + relation + "'");
    }

    private List<String> texts(String sql) throws SQLException {
        var texts = new ArrayList<String>();
        try (var connection = ownerDatabase.source().getConnection();
                var select = connection.createStatement();
                var rows = select.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
