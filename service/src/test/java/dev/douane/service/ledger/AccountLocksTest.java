package dev.douane.service.ledger;

import static dev.douane.service.ledger.TestCatalog.caller;
import static dev.douane.service.ledger.TestLedger.answer;
import static dev.douane.service.ledger.TestLedger.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.douane.service.BesideOthers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of accounts are locked in the order of their ids, so that no two nodes ever wait for each other in a circle. */
@BesideOthers
class AccountLocksTest {
    private static final int TOKENS = 1000; // at 1 000 nano-units each: 0.001 a call

    private final TestServer.Database database = TestServer.database();

    @AfterEach
    void everythingAddsUp() {
        LedgerCheck.everythingAddsUp(database);
    }

    /** @param others how many accounts there are besides: the database may find rows differently in a small and in a large table */
    @ParameterizedTest
    @ValueSource(ints = {0, 20_000})
    void a_row_is_locked_after_those_before_it_and_before_those_after_it(int others) throws Exception {
        var config = new TestLedger.TestConfig();
        config.lanes = 1; // the lane that has its connection, so that nothing is locked first
        config.lockTimeout = Duration.ofMinutes(1);
        config.statementTimeout = Duration.ofMinutes(1);
        config.requestDeadline = Duration.ofMinutes(2);
        try (var node = new TestLedger(database, config, real -> real)) {
            node.budget("all", "{}", "10", "soft", "charge");
            node.budget("search", "{\"product\":\"search\"}", "10", "hard", "charge");
            node.budget("seat", "{\"user\":\"each\"}", "10", "hard", "charge");
            answer(node.admit(caller("search", "u1"), TOKENS));
            addAccounts(others);
            database.execute("analyze budget_account");
            node.refresh();

            try (var stranger = database.connect()) {
                stranger.setAutoCommit(false);
                lock(stranger, 1);
                var admitted = node.admit(caller("search", "u1"), TOKENS);
                await().atMost(Duration.ofMinutes(1)).until(() -> updatesWaiting() == 1);

                assertThat(isLocked(0)).as("the first account's row").isTrue();
                assertThat(isLocked(2)).as("the last account's row").isFalse();
                stranger.rollback();
                assertThat(text(answer(admitted))).startsWith("allow");
            }
        }
        database.execute("delete from budget_account where scope like 'other %'");
    }

    private void addAccounts(int others) {
        database.execute("""
                insert into budget_account (budget_id, scope, period_start, period_end, hard, may_cross, releases, limit_nanos)
                select budget_id, 'other ' || n, period_start, period_end, hard, may_cross, releases, limit_nanos
                from generate_series(1, %d) n, (select * from budget_account order by id desc limit 1) a""".formatted(others));
    }

    private static void lock(Connection connection, int number) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("""
                    select from budget_account where id = (select id from budget_account order by id offset %d limit 1)
                    for no key update nowait""".formatted(number));
        }
    }

    private boolean isLocked(int number) throws SQLException {
        try (var connection = database.connect()) {
            lock(connection, number);
            return false;
        } catch (SQLException e) {
            if ("55P03".equals(e.getSQLState())) {
                return true;
            }
            throw e;
        }
    }

    private long updatesWaiting() {
        return database.number("""
                select count(*) from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock' and query like '%update budget_account%'""");
    }
}
