package dev.douane.service.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.douane.rules.ledger.Account;
import dev.douane.rules.ledger.AccountsSnapshot;
import dev.douane.rules.ledger.Batch;
import dev.douane.rules.ledger.Delta;
import dev.douane.rules.ledger.Entry;
import dev.douane.rules.ledger.KeyClaim;
import dev.douane.rules.ledger.Prefetched;
import dev.douane.rules.ledger.View;
import dev.douane.rules.ledger.WriterStep.Locks;
import dev.douane.rules.terms.TermsBook;
import dev.douane.rules.usage.ExpectedCosts;
import dev.douane.service.BesideOthers;
import dev.douane.service.audit.DecisionLog;
import dev.douane.service.ledger.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@BesideOthers
class LedgerStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final UUID DECISION = UUID.fromString("01a22aef-9624-7000-8209-35e69462b959");

    private final TestServer.Database database = TestServer.database();
    private final LedgerStore store = new LedgerStore(
            new DecisionLog(database.source()),
            (connection, version) -> {
                throw new AssertionError("no prices are needed");
            },
            () -> ExpectedCosts.NOTHING_KNOWN,
            answer -> (repeat, decision) -> true,
            new LedgerStore.Life(Duration.ofMinutes(15), Duration.ofHours(1)));
    private Connection connection;

    @BeforeEach
    void anAccount() throws SQLException {
        database.execute("""
                insert into budget values (gen_random_uuid(), 'b', 'P&L', 1000, 'USD', '{}', 'month', 'UTC', 'hard', 'charge', now(), 'test')""");
        database.execute("""
                insert into budget_account (budget_id, scope, period_start, period_end, owner, hard, may_cross, releases, limit_nanos, carry_nanos)
                select id, 'everything', '2026-11-01Z', '2026-12-01Z', 'P&L', true, false, false, 1000, 0 from budget""");
        connection = database.connect();
        connection.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private Prefetched read(Locks locks) throws SQLException {
        var view = View.of(TermsBook.EMPTY, AccountsSnapshot.none(10));
        return store.prefetch(connection, NOW, 0, List.of(), view, locks).prefetched();
    }

    /** The account, locked. */
    private Account locked() throws SQLException {
        var id = database.number("select id from budget_account");
        return read(new Locks(true, Set.of(id))).view().locked().get(id);
    }

    private static Batch batch(Map<Long, Delta> deltas, Map<Long, Long> unchanged) {
        var entries = deltas.entrySet().stream()
                .map(delta -> new Entry(
                        Entry.Kind.HOLD,
                        "gateway",
                        DECISION,
                        List.of(new Entry.Posting(
                                delta.getKey(),
                                delta.getValue().held(),
                                delta.getValue().spent()))))
                .toList();
        SortedMap<Long, Delta> sorted = new TreeMap<>(deltas);
        return new Batch(
                List.of(),
                List.of(),
                List.of(),
                entries,
                sorted,
                new TreeMap<>(unchanged),
                new TreeMap<>(),
                new TreeSet<>());
    }

    private LedgerStore.Writing written(Batch batch) throws SQLException {
        return store.write(connection, read(Locks.NONE), batch, List.of());
    }

    @Test
    void what_was_locked_is_changed_and_comes_back_as_it_is_then() throws Exception {
        var account = locked();
        var delta = new Delta(30, 4, account, true, false);
        var writing = written(batch(Map.of(account.id(), delta), Map.of()));

        assertThat(store.writeFigures(connection, writing)).containsExactly(account.after(delta));
        connection.commit();

        assertThat(locked()).isEqualTo(account.after(delta));
    }

    @Test
    void an_account_that_this_node_does_not_know_is_added_to_and_comes_back() throws Exception {
        var account = locked();
        var writing = written(batch(Map.of(account.id(), new Delta(30, 4, null, false, false)), Map.of()));

        assertThat(store.writeFigures(connection, writing))
                .containsExactly(account.after(new Delta(30, 4, account, true, false)));
    }

    @Test
    void a_version_that_was_relied_on_and_is_not_there_any_more_is_a_conflict() throws Exception {
        var account = locked();
        connection.rollback();
        database.execute("update budget_account set version = version + 1");

        var changed = written(batch(Map.of(account.id(), new Delta(30, 0, account, true, false)), Map.of()));
        assertThatThrownBy(() -> store.writeFigures(connection, changed)).isInstanceOf(LedgerStore.Conflict.class);
        connection.rollback();
        var lookedAt = written(batch(Map.of(), Map.of(account.id(), account.version())));
        assertThatThrownBy(() -> store.writeFigures(connection, lookedAt)).isInstanceOf(LedgerStore.Conflict.class);
    }

    @Test
    void a_soft_account_that_was_told_and_has_become_hard_is_a_conflict() throws Exception {
        var account = locked();
        var told = written(batch(Map.of(account.id(), new Delta(30, 0, account, false, true)), Map.of()));

        assertThatThrownBy(() -> store.writeFigures(connection, told)).isInstanceOf(LedgerStore.Conflict.class);
    }

    @Test
    void keys_that_nobody_answers_are_forgotten_and_others_passed_on() throws Exception {
        for (var key : List.of("gone", "kept", "passed")) {
            database.execute(
                    "insert into idempotency_key values ('owner', '%s', '\\x01', gen_random_uuid(), '2026-11-29Z')"
                            .formatted(key));
        }
        var passed = new TreeMap<KeyClaim.Name, KeyClaim.Holder>();
        passed.put(new KeyClaim.Name("owner", "passed"), new KeyClaim.Holder(DECISION, "01"));
        var givenUp = new TreeSet<KeyClaim.Name>();
        givenUp.add(new KeyClaim.Name("owner", "gone"));
        givenUp.add(new KeyClaim.Name("another", "kept"));
        written(new Batch(
                List.of(), List.of(), List.of(), List.of(), new TreeMap<>(), new TreeMap<>(), passed, givenUp));
        connection.commit();

        assertThat(database.number("select count(*) from idempotency_key where key in ('kept', 'passed')"))
                .isEqualTo(2);
        assertThat(database.number("select count(*) from idempotency_key")).isEqualTo(2);
        assertThat(database.number("select count(*) from idempotency_key where key = 'passed' and decision_id = '%s'"
                        .formatted(DECISION)))
                .isEqualTo(1);
    }

    @Test
    void an_account_that_is_to_be_locked_and_is_not_there_is_told() {
        assertThatThrownBy(() -> read(new Locks(true, Set.of(12_345L))))
                .isInstanceOf(LedgerStore.Gone.class)
                .hasMessageContaining("12345");
    }

    @Test
    void a_batch_is_found_by_its_number_once_it_is_committed_and_not_otherwise() throws Exception {
        var account = locked();
        var batch = batch(Map.of(account.id(), new Delta(30, 0, account, true, false)), Map.of());
        var rolledBack = written(batch);
        store.writeFigures(connection, rolledBack);
        connection.rollback();
        assertThat(store.isWritten(connection, rolledBack)).isFalse();

        var committed = written(batch);
        store.writeFigures(connection, committed);
        connection.commit();

        assertThat(store.isWritten(connection, committed)).isTrue();
        assertThat(store.isWritten(connection, rolledBack))
                .as("the same at the same time")
                .isFalse();
    }

    @Test
    void a_batch_that_leaves_nothing_to_find_it_by_is_not_found() throws Exception {
        var writing = written(batch(Map.of(), Map.of()));
        store.writeFigures(connection, writing);
        connection.commit();

        assertThat(store.isWritten(connection, writing)).isFalse();
    }
}
