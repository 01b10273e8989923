package dev.douane.service.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.service.BesideOthers;
import dev.douane.service.ledger.TestServer;
import dev.douane.service.ledger.store.LedgerSession.Identity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@BesideOthers
class LedgerSessionTest {
    private final TestServer.Database database = TestServer.database();
    private LedgerSession lost;
    private LedgerSession other;

    @BeforeEach
    void open() throws SQLException {
        lost = LedgerSession.open(this::connect);
        other = LedgerSession.open(this::connect);
    }

    @AfterEach
    void close() throws SQLException {
        lost.close();
        other.close();
    }

    private Connection connect() throws SQLException {
        var connection = database.connect();
        connection.setAutoCommit(false);
        return connection;
    }

    @Test
    void a_session_that_has_ended_is_fenced() throws SQLException {
        lost.close();

        waitUntilFenced(lost.identity());

        assertThat(other.fence(lost.identity()))
                .as("whoever asks, however often")
                .isTrue();
    }

    @Test
    void a_session_that_lives_is_ended_before_it_is_fenced() throws SQLException {
        try (var insert = lost.connection().createStatement()) {
            insert.execute("create table thing (id bigint)");
        }

        assertThat(other.fence(lost.identity()))
                .as("its transaction is under way")
                .isFalse();
        waitUntilFenced(lost.identity());

        assertThatThrownBy(lost.connection()::commit).isInstanceOf(SQLException.class);
        assertThat(database.number("select count(*) from pg_class where relname = 'thing'"))
                .isZero();
    }

    @Test
    void a_later_backend_of_the_same_process_id_is_left_alone() throws SQLException {
        var identity = lost.identity();
        var earlier = new Identity(
                identity.key(), identity.pid(), identity.backendStart().minusSeconds(1));

        assertThat(other.fence(earlier)).isFalse();

        assertThat(lost.connection().isValid(5)).isTrue();
    }

    @Test
    void each_session_is_another() {
        assertThat(lost.identity().key()).isNotEqualTo(other.identity().key());
        assertThat(lost.identity().pid()).isNotEqualTo(other.identity().pid());
    }

    /** PostgreSQL ends a backend in its own time. */
    private void waitUntilFenced(Identity session) throws SQLException {
        var until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!other.fence(session)) {
            assertThat(System.nanoTime()).as("a minute is over").isLessThan(until);
            Thread.onSpinWait();
        }
    }
}
