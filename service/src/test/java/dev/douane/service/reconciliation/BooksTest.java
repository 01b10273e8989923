package dev.douane.service.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.service.BesideOthers;
import dev.douane.service.ledger.TestServer;
import dev.douane.service.platform.LentConnections;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.SettableTime;
import dev.douane.service.reconciliation.Reconciliation.Difference;
import dev.douane.service.reconciliation.Reconciliation.Figures;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two accounts, the first with one open hold of 30 and 12 spent. */
@BesideOthers
class BooksTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final TestServer.Database database = TestServer.database();
    private final SettableTime time = new SettableTime();
    private final LentConnections connections = new LentConnections(database.source());
    private final Books books = books(LIMIT);

    private Books books(Duration limit) {
        return new Books(
                connections.source(),
                new ReconciliationConfig() {
                    @Override
                    public Duration checkAfter() {
                        return Duration.ofMinutes(15);
                    }

                    @Override
                    public Duration checkLimit() {
                        return limit;
                    }

                    @Override
                    public Duration backgroundLimit() {
                        return LIMIT;
                    }
                },
                time);
    }

    @BeforeEach
    void twoAccounts() {
        time.set(NOON);
        database.execute("""
                insert into budget (id, name, owner, amount_nanos, currency, scope, period_unit, period_zone, hardness, hold_expiry, created_at, created_by)
                    values ('00000000-0000-7000-8000-000000000001', 'search', 'P&L', 100, 'USD', '{"user": "each"}', 'month', 'UTC', 'hard', 'charge', now(), 'test');
                insert into budget_account (budget_id, scope, period_start, period_end, hard, releases, limit_nanos, held_nanos, spent_nanos)
                    select '00000000-0000-7000-8000-000000000001', scope, '2026-11-01Z', '2026-12-01Z', true, false, 100, held, spent
                    from (values ('user=ann', 30, 12), ('user=bob', 0, 0)) as a (scope, held, spent)""");
        entry("10:00", "open", null, 1, 0, 0, 100L);
        entry("10:00", "open", null, 2, 0, 0, 100L);
        entry("10:01", "hold", 1, 1, 15, 0, null);
        entry("10:02", "settle", 1, 1, -15, 12, null);
        entry("11:30", "hold", 2, 1, 30, 0, null);
        hold(2, 30);
    }

    private void entry(String at, String kind, Integer decision, int account, long held, long spent, Long limit) {
        database.execute("insert into ledger_entry values ('2026-11-21 %s Z', '%s', %s, '{%d}', '{%d}', '{%d}', %s)"
                .formatted(
                        at,
                        kind,
                        decision == null ? "null" : "'" + id(decision) + "'",
                        account,
                        held,
                        spent,
                        limit == null ? "null" : "'{" + limit + "}'"));
    }

    private void hold(int decision, long amount) {
        database.execute("""
                insert into hold (decision_id, amount_nanos, accounts, created_at, expires_at, catalog, deployment, alternatives, service_tier)
                values ('%s', %d, '{1}', now(), now(), 1, 'd', '{}', 'default')""".formatted(id(decision), amount));
    }

    private static String id(int decision) {
        return "00000000-0000-7000-8000-%012d".formatted(decision);
    }

    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");

    @Test
    void figures_that_are_the_sums_of_their_entries_are_equal() throws SQLException {
        var found = books.check();

        assertThat(found.isEqual()).isTrue();
        assertThat(found.accounts()).isEqualTo(2);
        assertThat(found.openHolds()).isEqualTo(1);
        assertThat(found.at()).isEqualTo(NOON);
    }

    @Test
    void one_nano_too_much_is_told_with_account_budget_and_scope() throws SQLException {
        database.execute("update budget_account set spent_nanos = 1 where id = 2");

        assertThat(books.check().differences())
                .containsExactly(new Difference(
                        2,
                        "search",
                        "{\"user\": \"each\"}",
                        "user=bob",
                        NOVEMBER,
                        new Figures(0, 1, 100),
                        new Figures(0, 0, 100),
                        0));
    }

    @Test
    void a_limit_that_no_entry_explains_is_told() throws SQLException {
        database.execute("update budget_account set limit_nanos = 200 where id = 2");

        assertThat(books.check().differing()).isEqualTo(1);
    }

    @Test
    void an_open_hold_that_its_account_does_not_carry_is_told() throws SQLException {
        hold(3, 5);

        assertThat(books.check().differences())
                .containsExactly(new Difference(
                        1,
                        "search",
                        "{\"user\": \"each\"}",
                        "user=ann",
                        NOVEMBER,
                        new Figures(30, 12, 100),
                        new Figures(30, 12, 100),
                        35));
    }

    @Test
    void what_a_running_call_was_reported_to_have_used_is_not_held_any_more() throws SQLException {
        entry("11:40", "report", 2, 1, -10, 10, null);
        database.execute("update hold set reported_nanos = 10, used = '{0,0,0,0,0,10,0,0}'");
        database.execute("update budget_account set held_nanos = 20, spent_nanos = 22 where id = 1");

        assertThat(books.check().isEqual()).isTrue();
    }

    @Test
    void entries_of_an_account_that_is_not_there_are_told() throws SQLException {
        entry("11:00", "hold", 9, 77, 5, 0, null);

        assertThat(books.check().differences())
                .containsExactly(new Difference(77, null, null, null, null, null, new Figures(5, 0, 0), 0));
    }

    @Test
    void a_check_that_takes_too_long_is_a_503() throws SQLException {
        try (var stranger = database.connect()) {
            stranger.setAutoCommit(false);
            stranger.createStatement().execute("lock table budget_account in access exclusive mode");

            assertThatThrownBy(() -> books(Duration.ofMillis(100)).check())
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE));
            stranger.rollback();
        }
    }

    @Test
    void the_check_in_the_background_is_made_once_for_all_nodes() throws SQLException {
        assertThat(books.last().at()).isEmpty();
        assertThat(books.checkIfDue()).isPresent();
        assertThat(books(LIMIT).checkIfDue()).isEmpty();

        assertThat(books.last().at()).contains(NOON);
        assertThat(books.last().differing()).isEqualTo(OptionalLong.of(0));
        time.set(NOON.plus(Duration.ofMinutes(16)));
        assertThat(books(LIMIT).checkIfDue()).isPresent();
    }

    @Test
    void what_is_older_than_an_hour_is_added_up_once() throws SQLException {
        books.checkIfDue();
        assertThat(database.number("select spent from ledger_balance where account = 1"))
                .isEqualTo(12);
        assertThat(database.number("select held from ledger_balance where account = 1"))
                .isZero();

        time.set(NOON.plus(Duration.ofHours(1)));
        assertThat(books.checkIfDue())
                .hasValueSatisfying(found -> assertThat(found.isEqual()).isTrue());
        assertThat(database.number("select held from ledger_balance where account = 1"))
                .isEqualTo(30);

        database.execute("update budget_account set held_nanos = 29 where id = 1");
        time.set(NOON.plus(Duration.ofHours(2)));
        assertThat(books.checkIfDue())
                .hasValueSatisfying(found -> assertThat(found.differing()).isEqualTo(1));
        assertThat(books.last().differing()).isEqualTo(OptionalLong.of(1));
    }

    @Test
    void an_entry_that_comes_in_under_an_old_time_is_no_difference() throws SQLException {
        books.checkIfDue();
        entry("09:00", "hold", 3, 1, 5, 0, null);
        hold(3, 5);
        database.execute("update budget_account set held_nanos = 35 where id = 1");

        time.set(NOON.plus(Duration.ofHours(1)));
        assertThat(books.checkIfDue())
                .hasValueSatisfying(found -> assertThat(found.isEqual()).isTrue());
        time.set(NOON.plus(Duration.ofHours(2)));
        assertThat(books.checkIfDue())
                .hasValueSatisfying(found -> assertThat(found.isEqual()).isTrue());
        assertThat(database.number("select held from ledger_balance where account = 1"))
                .isEqualTo(35);
    }

    @Test
    void an_old_hold_that_was_closed_wrongly_since_is_found_in_the_background() throws SQLException {
        books.checkIfDue();
        entry("12:05", "settle", 2, 1, -30, 30, null);
        database.execute("update hold set state = 'settled'"); // without what it was charged, and when
        database.execute("update budget_account set held_nanos = 0, spent_nanos = 42 where id = 1");

        time.set(NOON.plus(Duration.ofMinutes(16)));
        assertThat(books.checkIfDue())
                .hasValueSatisfying(found -> assertThat(found.malformed()).isEqualTo(1));
    }

    /** What makes its cost one of the last quarter of an hour, and not of the years. */
    @Test
    void the_background_does_not_look_at_old_holds_again() throws SQLException {
        books.checkIfDue();
        database.execute("update hold set deployment = 'e', state = 'held', charged_nanos = 1");

        time.set(NOON.plus(Duration.ofMinutes(16)));
        assertThat(books.checkIfDue())
                .hasValueSatisfying(found -> assertThat(found.malformed()).isZero());
        assertThat(books.check().malformed()).isEqualTo(1);
    }

    private static final UUID SEARCH = UUID.fromString("00000000-0000-7000-8000-000000000001");

    private static String line(Entries.Entry entry) {
        return "%s %+d %+d %s".formatted(entry.kind(), entry.held(), entry.spent(), entry.after());
    }

    @Test
    void the_entries_of_an_account_tell_what_it_carried_after_each_a_page_at_a_time() throws SQLException {
        var entries = new Entries(database.source(), time);

        var first =
                entries.ofAccount(SEARCH, "user=ann", null, Optional.empty(), 2).orElseThrow();
        var rest = entries.ofAccount(
                        SEARCH,
                        "user=ann",
                        NOON,
                        Optional.of(first.getLast().number().toString()),
                        9)
                .orElseThrow();

        assertThat(first)
                .extracting(BooksTest::line)
                .containsExactly(
                        "open +0 +0 Figures[held=0, spent=0, limit=100]",
                        "hold +15 +0 Figures[held=15, spent=0, limit=100]");
        assertThat(rest)
                .extracting(BooksTest::line)
                .containsExactly(
                        "settle -15 +12 Figures[held=0, spent=12, limit=100]",
                        "hold +30 +0 Figures[held=30, spent=12, limit=100]");
        assertThat(rest.getFirst().decision()).hasToString(id(1));
        assertThat(entries.ofAccount(SEARCH, "user=eve", null, Optional.empty(), 9))
                .isEmpty();
        assertThat(entries.ofAccount(SEARCH, "user=ann", NOON.plus(Duration.ofDays(30)), Optional.empty(), 9))
                .isEmpty();
        assertThatThrownBy(() -> entries.ofAccount(SEARCH, "user=ann", null, Optional.of("1; drop table hold"), 9))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void the_entries_of_a_decision_tell_where_its_money_went() throws SQLException {
        assertThat(new Entries(database.source(), time).ofDecision(UUID.fromString(id(1))))
                .extracting(BooksTest::line)
                .containsExactly("hold +15 +0 null", "settle -15 +12 null");
    }

    @Test
    void a_connection_whose_limits_cannot_be_set_goes_back_to_the_pool() {
        var entries = new Entries(connections.failing("createStatement").source(), time);

        assertThatThrownBy(() -> entries.ofDecision(UUID.fromString(id(1)))).hasMessage("createStatement");
        assertThatThrownBy(() -> entries.ofAccount(SEARCH, "user=ann", null, Optional.empty(), 2))
                .hasMessage("createStatement");
        assertThatThrownBy(books::check).hasMessage("createStatement");
        assertThatThrownBy(books::checkIfDue).hasMessage("createStatement");
        assertThat(connections.lent()).isZero();
    }

    @Test
    void what_went_wrong_first_is_told_even_if_nothing_can_be_rolled_back() {
        connections.failing("prepareStatement", "rollback");

        assertThatThrownBy(() -> new Entries(connections.source(), time).ofDecision(UUID.fromString(id(1))))
                .hasMessage("prepareStatement")
                .hasSuppressedException(new SQLException("rollback"));
        assertThatThrownBy(books::check).hasMessage("prepareStatement");
        assertThatThrownBy(books::checkIfDue).hasMessage("prepareStatement");
        assertThat(connections.lent()).isZero();
    }

    @Test
    void a_connection_goes_back_with_the_patience_it_came_with() throws SQLException {
        books.check();
        assertThat(connections.networkTimeout()).isZero();

        books.checkIfDue();
        assertThat(connections.networkTimeout()).isZero();
    }

    @Test
    void a_check_that_is_not_due_asks_once_and_sets_nothing() throws SQLException {
        books.checkIfDue();
        var before = connections.called().size();

        books.checkIfDue();

        assertThat(connections.called().subList(before, connections.called().size()))
                .doesNotContain("setTransactionIsolation")
                .containsOnlyOnce("setNetworkTimeout") // back to what it was
                .containsOnlyOnce("prepareStatement");
    }
}
