package dev.douane.service.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.service.BesideOthers;
import dev.douane.service.ledger.TestServer;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.SettableTime;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements stand in the order in which the account was changed, whatever the clocks of those who changed it say. */
@BesideOthers
class EntriesTest {
    private static final UUID BUDGET = UUID.fromString("00000000-0000-7000-8000-000000000001");

    private final TestServer.Database database = TestServer.database();
    private final SettableTime time = new SettableTime();
    private final Entries entries = new Entries(database.source(), time);

    /** An account of 100, in which two servers took turns, the second one by a clock that is an hour behind. */
    @BeforeEach
    void twoServersTookTurns() {
        time.set(Instant.parse("2026-11-21T12:00:00Z"));
        database.execute("""
            insert into budget (id, name, owner, amount_nanos, currency, scope, period_unit, period_zone, hardness, hold_expiry, created_at, created_by)
                values ('%s', 'search', 'P&L', 100, 'USD', '{"user": "each"}', 'month', 'UTC', 'hard', 'charge', now(), 'test');
            insert into budget_account (budget_id, scope, period_start, period_end, hard, releases, limit_nanos)
                values ('%1$s', 'user=ann', '2026-11-01Z', '2026-12-01Z', true, false, 100)""".formatted(BUDGET));
        entry("10:00", "open", null, 0, 0, null, null, 100L);
        entry("10:01", "hold", 1, 90, 0, -7L, 0, null);
        entry("09:02", "void", 1, -90, 0, 5L, 0, null);
        entry("09:02", "hold", 2, 80, 0, 5L, 1, null);
        entry("10:03", "settle", 2, -80, 60, 3L, 0, null);
        entry("09:04", "hold", 3, 40, 0, 6L, 0, null);
        for (var batch : List.of("10:01 Z', -7", "09:02 Z', 5", "10:03 Z', 3", "09:04 Z', 6")) {
            database.execute("insert into ledger_batch values ('2026-11-21 " + batch + ")");
        }
    }

    private void entry(
            String at, String kind, Integer decision, long held, long spent, Long batch, Integer place, Long limit) {
        database.execute(
                "insert into ledger_entry values ('2026-11-21 %s Z', '%s', %s, '{1}', '{%d}', '{%d}', %s, %s, %s)"
                        .formatted(
                                at,
                                kind,
                                decision == null ? "null" : "'" + decision(decision) + "'",
                                held,
                                spent,
                                limit == null ? "null" : "'{" + limit + "}'",
                                batch,
                                place));
    }

    private static UUID decision(int number) {
        return new UUID(0x7000, 0x8000_0000_0000_0000L + number);
    }

    private List<Entries.Entry> statement(Optional<String> after, int limit) throws SQLException {
        return entries.ofAccount(BUDGET, "user=ann", null, after, limit).orElseThrow();
    }

    @Test
    void every_movement_stands_where_it_came_to_count_and_the_limit_was_never_passed() throws SQLException {
        var statement = statement(Optional.empty(), 100);

        assertThat(statement)
                .extracting(Entries.Entry::kind)
                .containsExactly("open", "hold", "void", "hold", "settle", "hold");
        assertThat(statement).extracting(Entries.Entry::number).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(statement)
                .extracting(entry -> entry.after().held() + " " + entry.after().spent() + " of "
                        + entry.after().limit())
                .containsExactly(
                        "0 0 of 100", "90 0 of 100", "0 0 of 100", "80 0 of 100", "0 60 of 100", "40 60 of 100");
    }

    @Test
    void pages_follow_on_each_other() throws SQLException {
        assertThat(statement(Optional.empty(), 4)).hasSize(4);
        assertThat(statement(Optional.of("4"), 4))
                .extracting(Entries.Entry::kind)
                .containsExactly("settle", "hold");
        assertThat(statement(Optional.of("6"), 4)).isEmpty();
    }

    @Test
    void so_do_the_movements_of_one_decision() throws SQLException {
        assertThat(entries.ofDecision(decision(1)))
                .extracting(Entries.Entry::kind)
                .containsExactly("hold", "void");
    }

    @Test
    void a_statement_says_when_its_period_ended_and_has_what_came_after() throws SQLException {
        database.execute("insert into ledger_batch values ('2026-12-02 10:00 Z', 9)");
        database.execute("insert into ledger_entry values ('2026-12-02 10:00 Z', 'settle', '" + decision(3)
                + "', '{1}', '{-40}', '{20}', null, 9, 0)");
        time.set(Instant.parse("2026-12-03T12:00:00Z"));

        assertThat(entries.ofAccount(BUDGET, "user=ann", null, Optional.empty(), 100))
                .isEmpty();
        var past = entries.ofAccount(BUDGET, "user=ann", Instant.parse("2026-11-05T00:00:00Z"), Optional.empty(), 100)
                .orElseThrow();
        assertThat(past).allSatisfy(entry -> assertThat(entry.periodEnd()).isEqualTo("2026-12-01T00:00:00Z"));
        assertThat(past.getLast().after()).isEqualTo(new Reconciliation.Figures(0, 80, 100));
        assertThat(entries.ofDecision(decision(3)))
                .extracting(Entries.Entry::periodEnd)
                .containsOnly(Instant.parse("2026-12-01T00:00:00Z"));
    }

    @Test
    void a_budget_that_is_not_there_is_another_thing_than_an_account_that_is_not() throws SQLException {
        assertThat(entries.ofAccount(BUDGET, "user=bob", null, Optional.empty(), 1))
                .isEmpty();
        assertThatThrownBy(() -> entries.ofAccount(decision(9), "user=ann", null, Optional.empty(), 1))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.BUDGET_NOT_FOUND));
    }

    @Test
    void what_was_written_before_there_were_numbers_comes_first_by_its_time() throws SQLException {
        entry("10:30", "hold", 4, 5, 0, null, null, null);
        entry("10:20", "hold", 5, 5, 0, null, null, null);

        assertThat(statement(Optional.empty(), 4))
                .extracting(Entries.Entry::decision)
                .containsExactly(null, decision(5), decision(4), decision(1));
    }
}
