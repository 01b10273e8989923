package dev.douane.service.audit;

import static dev.douane.service.audit.DecisionRecords.SEARCH;
import static dev.douane.service.audit.DecisionRecords.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.call.Caller;
import dev.douane.rules.money.Money;
import dev.douane.service.platform.AsOwner;
import dev.douane.service.platform.OwnerDatabase;
import dev.douane.service.platform.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class DecisionLogTest {
    @Inject
    DecisionLog log;

    @Inject
    DataSource database;

    @Inject
    AsOwner owner;

    @Inject
    OwnerDatabase ownerDatabase;

    @BeforeEach
    @AfterEach
    void empty() throws SQLException {
        owner.execute("truncate decision cascade");
    }

    private void append(DecisionRecords... records) throws SQLException {
        append(Arrays.stream(records).map(DecisionRecords::record).toList());
    }

    private void append(List<DecisionRecord> records) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            DecisionRecords.append(log, connection, records);
            connection.commit();
        }
    }

    private List<UUID> found(DecisionQuery query) throws SQLException {
        return log.page(query).stream().map(DecisionSummary::id).toList();
    }

    @Test
    void a_decision_is_kept_byte_for_byte() throws SQLException {
        var record = at("2026-11-21T10:00:00.123Z", 1).record("{\"a\":\"tab\\t, \\\\. and Zürich 🚀, 'quoted'\"}");

        append(List.of(record));

        var found = log.find(record.id()).orElseThrow();
        assertThat(found.principal()).isEqualTo("key-1");
        assertThat(new String(found.request(), UTF_8)).isEqualTo("{\"call\":{}}");
        assertThat(new String(found.answer(), UTF_8)).isEqualTo("{\"a\":\"tab\\t, \\\\. and Zürich 🚀, 'quoted'\"}");
        assertThat(new String(found.evidence(), UTF_8)).isEqualTo("{}");
        try (var connection = database.getConnection()) {
            assertThat(log.answer(connection, record.id()).orElseThrow()).isEqualTo(record.answer());
        }
    }

    @Test
    void a_list_shows_every_column_and_nothing_where_there_is_nothing() throws SQLException {
        var strange = new Caller(null, "a\tb\\N", null, "new\nline", "\\.", null, "\"e\"", null);
        var full = at("2026-11-21T10:00:00.123Z", 2);
        var bare = at("2026-11-21T10:00:00.123Z", 1)
                .by(strange)
                .asking(null)
                .because()
                .denied();
        append(full, bare);

        assertThat(log.page(DecisionQuery.newest(10)))
                .containsExactly(
                        new DecisionSummary(
                                full.id(),
                                full.decidedAt(),
                                "key-1",
                                "enforce",
                                "allow",
                                new Caller("acme", "search", "ranking", "query-rewrite", "u-1", null, "prod", null),
                                "big",
                                full.target(),
                                List.of("EU-001"),
                                12,
                                7,
                                full.record().requested(),
                                full.record().held(),
                                "rule:EU-001",
                                "deny"),
                        new DecisionSummary(
                                bare.id(),
                                bare.decidedAt(),
                                "key-1",
                                "enforce",
                                "deny",
                                strange,
                                null,
                                null,
                                List.of(),
                                12,
                                7,
                                bare.record().requested(),
                                null,
                                "as-asked",
                                null));
    }

    @Test
    void a_batch_is_there_when_its_transaction_commits_and_not_at_all_otherwise() throws SQLException {
        var record = at("2026-11-21T10:00:00Z", 1).record();
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            DecisionRecords.append(log, connection, List.of(record));
            assertThat(log.find(record.id())).isEmpty();
            connection.rollback();
        }

        assertThat(log.find(record.id())).isEmpty();
    }

    @Test
    void a_batch_with_a_row_that_is_refused_leaves_the_connection_usable() throws SQLException {
        var record = at("2026-11-21T10:00:00Z", 1).record();
        append(List.of(record));
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> log.append(connection, List.of(record))).isInstanceOf(SQLException.class);
            connection.rollback();
            assertThat(log.answer(connection, record.id())).isPresent();
            connection.rollback();
        }
    }

    @Test
    void each_way_of_asking_finds_its_decisions_newest_first() throws SQLException {
        var other = new Caller("acme", "chat", "support", "answer", "u-2", null, "prod", "FR");
        var first = at("2026-11-21T10:00:00Z", 1);
        var second = at("2026-11-21T10:00:01Z", 2).by(other).asking("other").because("COST-101", "EU-001");
        var third = at("2026-11-21T10:00:02Z", 3)
                .to("downgrade", "small", "DE", "FR")
                .because("COST-101");
        var fourth = at("2026-11-21T10:00:03Z", 4).asking("small").denied();
        var fifth = at("2026-11-21T10:00:04Z", 5).to("reroute", "tiny", null, null);
        append(first, second, third, fourth, fifth);
        var all = DecisionQuery.newest(100);

        assertThat(found(all)).containsExactly(fifth.id(), fourth.id(), third.id(), second.id(), first.id());
        assertThat(found(query(null, "deny", null, null, null, null, null, null)))
                .containsExactly(fourth.id());
        assertThat(found(query(null, "allow", null, null, null, null, null, null)))
                .containsExactly(second.id(), first.id());
        assertThat(found(query(null, null, "answer", null, null, null, null, null)))
                .containsExactly(second.id());
        assertThat(found(query(null, null, null, "chat", null, null, null, null)))
                .containsExactly(second.id());
        assertThat(found(query(null, null, null, null, "u-2", null, null, null)))
                .containsExactly(second.id());
        assertThat(found(query(null, null, null, null, null, "small", null, null)))
                .containsExactly(fourth.id(), third.id());
        assertThat(found(query(null, null, null, null, null, "big", null, null)))
                .containsExactly(fifth.id(), third.id(), second.id(), first.id());
        assertThat(found(query(null, null, null, null, null, null, "COST-101", null)))
                .containsExactly(third.id(), second.id());
        assertThat(found(query(null, null, null, null, null, null, null, "SE")))
                .containsExactly(second.id(), first.id());
        assertThat(found(query(null, null, null, null, null, null, null, "FR"))).containsExactly(third.id());
        assertThat(found(query("2026-11-21T10:00:03Z", "deny", null, null, null, null, null, null)))
                .containsExactly(fourth.id());
        assertThat(found(query("2026-11-21T10:00:03.001Z", "deny", null, null, null, null, null, null)))
                .isEmpty();
        assertThat(found(query(null, null, "query-rewrite", null, null, "big", "EU-001", "US")))
                .containsExactly(first.id());
    }

    private static DecisionQuery query(
            String from,
            String verdict,
            String workflow,
            String product,
            String user,
            String model,
            String rule,
            String jurisdiction) {
        return new DecisionQuery(
                from == null ? null : Instant.parse(from),
                Instant.parse("2026-11-21T10:00:04.001Z"),
                verdict,
                null,
                null,
                workflow,
                product,
                user,
                model,
                rule,
                jurisdiction,
                null,
                null,
                100);
    }

    @Test
    void the_end_of_a_time_range_is_outside_it_even_for_ids_that_ran_ahead_of_the_clock() throws SQLException {
        var ahead = at("2026-11-21T10:00:05Z", 1);
        var record = new DecisionRecords(
                ahead.id(),
                Instant.parse("2026-11-21T10:00:00Z"),
                "allow",
                SEARCH,
                "big",
                DecisionRecords.SWEDEN,
                List.of());
        append(record);

        assertThat(found(between("2026-11-21T10:00:00Z", "2026-11-21T10:00:01Z")))
                .containsExactly(record.id());
        assertThat(found(between("2026-11-21T09:00:00Z", "2026-11-21T10:00:00Z")))
                .isEmpty();
        assertThat(found(between("2026-11-21T10:00:01Z", "2026-11-21T11:00:00Z")))
                .isEmpty();
    }

    private static DecisionQuery between(String from, String to) {
        return new DecisionQuery(
                Instant.parse(from),
                Instant.parse(to),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                10);
    }

    @Test
    void pages_follow_each_other_without_gap_or_repeat_and_an_export_reads_them_all() throws Exception {
        var ids = new ArrayList<UUID>();
        var records = new ArrayList<DecisionRecord>();
        for (int i = 0; i < 2_500; i++) {
            var record = at("2026-11-21T10:00:00.%03dZ".formatted(i / 5), i % 5);
            records.add(record.record());
            ids.addFirst(record.id());
        }
        append(records);

        var first = found(DecisionQuery.newest(7));
        var second = found(DecisionQuery.newest(7).before(first.getLast()));
        var exported = new ArrayList<UUID>();
        log.forEach(DecisionQuery.newest(1), () -> {}, row -> exported.add(row.id()));
        var begun = new ArrayList<UUID>();
        assertThatThrownBy(() -> log.forEach(
                        DecisionQuery.newest(1),
                        () -> {
                            throw new IOException("no more");
                        },
                        row -> begun.add(row.id())))
                .isInstanceOf(IOException.class);

        assertThat(first).isEqualTo(ids.subList(0, 7));
        assertThat(second).isEqualTo(ids.subList(7, 14));
        assertThat(exported).isEqualTo(ids);
        assertThat(begun).as("a page").isEqualTo(ids.subList(0, DecisionLog.EXPORT_PAGE));
    }

    @Test
    void what_was_said_stays_said() throws SQLException {
        append(at("2026-11-21T10:00:00Z", 1));
        try (var connection = ownerDatabase.source().getConnection();
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("update decision set verdict = 'deny'"))
                    .hasMessageContaining("append-only");
            assertThatThrownBy(() -> statement.executeUpdate("delete from decision"))
                    .hasMessageContaining("append-only");
        }
    }

    @Test
    void an_id_without_a_time_is_refused() {
        var record = at("2026-11-21T10:00:00Z", 1);
        var random = new DecisionRecords(
                UUID.fromString("6a8f0e0a-5f3c-4d51-9d57-0e0a5f3c4d51"),
                record.decidedAt(),
                "allow",
                SEARCH,
                "big",
                DecisionRecords.SWEDEN,
                List.of());

        assertThatThrownBy(random::record).hasMessageContaining("must be a UUIDv7");
    }

    @Test
    void whoever_does_not_ask_whether_decisions_come_late_is_refused() throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            var appended =
                    log.append(connection, List.of(at("2026-11-21T10:00:00Z", 1).record()));

            assertThatThrownBy(() -> appended.complete(connection)).isInstanceOf(IllegalStateException.class);
            connection.rollback();
        }
    }

    /** What is written stays, and the database does not look at it. */
    @Test
    void a_decision_that_contradicts_itself_is_refused() {
        var allowed = at("2026-11-21T10:00:00Z", 1);
        var target = allowed.target();

        assertThatThrownBy(() -> allowed.deciding("deny", target).record()).hasMessageContaining("verdict (deny)");
        assertThatThrownBy(() -> allowed.deciding("allow", null).record()).hasMessageContaining("verdict (allow)");
        assertThatThrownBy(() -> allowed.deciding("perhaps", target).record())
                .hasMessageContaining("verdict (perhaps)");
        assertThatThrownBy(() -> recorded(allowed.denied(), "enforce", new Money(1)))
                .hasMessageContaining("must not hold");
        assertThatThrownBy(() -> recorded(allowed.denied(), "observe", null)).hasMessageContaining("mode (observe)");
    }

    private static DecisionRecord recorded(DecisionRecords of, String mode, @Nullable Money held) {
        var it = of.record();
        return new DecisionRecord(
                it.id(),
                it.decidedAt(),
                it.principal(),
                mode,
                it.verdict(),
                it.caller(),
                it.modelAsked(),
                it.target(),
                it.rules(),
                it.ruleset(),
                it.catalog(),
                it.requested(),
                held,
                it.request(),
                it.answer(),
                it.evidence(),
                it.because(),
                it.wouldHave());
    }
}
