package dev.douane.service.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.service.BesideOthers;
import dev.douane.service.ledger.TestServer;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@BesideOthers
class TransactionTest {
    private static final String WRITE =
            "insert into ledger_balance (account, held, spent, limits) select coalesce(max(account), 0) + 1, 0, 0, 0 from ledger_balance";
    private static final String COUNT = "select count(*) from ledger_balance";

    private final TestServer.Database database = TestServer.database();
    private final LentConnections connections = new LentConnections(database.source());

    private void write(Transaction transaction) throws SQLException {
        try (var statement = transaction.connection().createStatement()) {
            statement.execute(WRITE);
        }
    }

    private long written() {
        return database.number(COUNT);
    }

    @Test
    void what_was_not_committed_is_undone() throws SQLException {
        try (var transaction = Transaction.on(connections.source())) {
            write(transaction);
        }
        assertThat(written()).isZero();

        try (var transaction = Transaction.on(connections.source())) {
            write(transaction);
            transaction.commit();
        }
        assertThat(written()).isEqualTo(1);
    }

    @Test
    void a_connection_that_cannot_begin_goes_back_to_the_pool() {
        connections.failing("setAutoCommit");

        assertThatThrownBy(() -> Transaction.on(connections.source())).hasMessage("setAutoCommit");
        assertThat(connections.lent()).isZero();
    }

    @Test
    void a_failed_end_does_not_hide_what_failed_first_and_the_connection_goes_back() {
        connections.failing("commit", "rollback");

        assertThatThrownBy(() -> {
                    try (var transaction = Transaction.on(connections.source())) {
                        transaction.commit();
                    }
                })
                .hasMessage("commit")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("rollback"));
        assertThat(connections.lent()).isZero();
    }

    @Test
    void a_statement_over_the_limit_is_cut_off_and_the_limit_ends_with_the_transaction() throws SQLException {
        try (var transaction = Transaction.on(connections.source())) {
            transaction.limit(Duration.ofMillis(50));
            assertThat(transaction.connection().getNetworkTimeout()).isEqualTo(5_050);
            try (var slow = transaction.connection().createStatement()) {
                assertThatThrownBy(() -> slow.execute("select pg_sleep(30)"))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("57014"));
            }
        }
        assertThat(connections.networkTimeout()).isZero();
    }

    @Test
    void a_transaction_that_only_reads_writes_nothing() throws SQLException {
        try (var transaction = Transaction.on(connections.source())) {
            transaction.onlyRead();
            assertThatThrownBy(() -> write(transaction)).hasMessageContaining("read-only transaction");
        }
    }

    @Test
    void one_moment_is_seen_whatever_others_write() throws SQLException {
        try (var transaction = Transaction.on(connections.source());
                var reading = transaction.connection().createStatement()) {
            transaction.seeOneMoment();
            for (int round = 0; round < 2; round++) {
                try (var rows = reading.executeQuery(COUNT)) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getLong(1)).isZero();
                }
                database.execute(WRITE);
            }
        }
    }
}
