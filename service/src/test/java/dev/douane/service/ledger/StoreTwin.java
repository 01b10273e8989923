package dev.douane.service.ledger;

import dev.douane.rules.ledger.Account;
import dev.douane.rules.ledger.AccountsSnapshot;
import dev.douane.rules.ledger.Ask;
import dev.douane.rules.ledger.Batch;
import dev.douane.rules.ledger.Decided;
import dev.douane.rules.ledger.JustRead;
import dev.douane.rules.ledger.LedgerCore;
import dev.douane.rules.ledger.Outcome;
import dev.douane.rules.ledger.Prefetched;
import dev.douane.rules.ledger.View;
import dev.douane.rules.ledger.WriterStep.Locks;
import dev.douane.rules.usage.ExpectedCosts;
import dev.douane.service.audit.DecisionLog;
import dev.douane.service.audit.DecisionRecord;
import dev.douane.service.budgets.Budgets;
import dev.douane.service.ledger.store.LedgerStore;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** A node that does one batch after the other by the core and its store, on a database of its own: no queue, no threads, nothing under way. */
final class StoreTwin implements AutoCloseable {
    private final InstantSource time;
    private final Budgets budgets;
    private final LedgerStore store;
    private final Connection connection;
    private AccountsSnapshot accounts;

    /** @param remembered how many accounts it remembers, about */
    StoreTwin(TestServer.Database database, InstantSource time, Supplier<ExpectedCosts> costs, int remembered)
            throws SQLException {
        this.time = time;
        budgets = new Budgets(database.source(), time, Duration.ofSeconds(1), 1_000);
        accounts = AccountsSnapshot.none(remembered);
        store = new LedgerStore(
                new DecisionLog(database.source()),
                (open, version) -> TestCatalog.CATALOG.numbered(version),
                costs,
                answer -> {
                    var word = new String(answer, StandardCharsets.UTF_8)
                            .replace("\"", "")
                            .split(" ", 2)[0];
                    return (repeat, decision) -> decision.verdict().word().equals(word);
                },
                new LedgerStore.Life(CoreTwin.TTL, Duration.ofHours(1)));
        connection = new PostgresConnections(
                        database.url(),
                        database.user(),
                        database.password(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5))
                .open();
    }

    /** Hears of other terms. */
    void refresh() throws SQLException {
        budgets.refresh();
    }

    /** Remembers no account any more, so that each is read before it is told or decided on. */
    void forget() {
        accounts = accounts.replacedBy(List.of(), false);
    }

    /**
     * Decides asks of one moment, writes what came of them, and commits.
     *
     * @param lockFirst whether accounts are locked before they are decided on
     */
    List<Outcome> commit(List<Ask> asks, boolean lockFirst) throws SQLException {
        var locks = lockFirst ? new Locks(true, Set.of()) : Locks.NONE;
        for (int attempts = 0; attempts < 3; attempts++) {
            var decided = decided(asks, locks);
            var batch = decided.batch();
            var writing = store.write(connection, decided.in(), batch, records(batch));
            try {
                var written = store.writeFigures(connection, writing);
                if (!store.isWritten(connection, writing) && batch.takesNumber()) {
                    throw new AssertionError("a batch cannot be found by its marker");
                }
                connection.commit();
                accounts = accounts.with(written);
                return batch.outcomes();
            } catch (LedgerStore.Conflict e) {
                connection.rollback();
                var ids = new HashSet<>(batch.deltas().keySet());
                ids.addAll(batch.unchanged().keySet());
                locks = new Locks(true, ids);
            }
        }
        throw new IllegalStateException("a conflict though accounts were locked first");
    }

    private record OnWhat(Prefetched in, Batch batch) {}

    private OnWhat decided(List<Ask> asks, Locks locks) throws SQLException {
        var terms = budgets.seen().terms();
        var read = JustRead.NOTHING;
        Long revision = null;
        for (int readings = 0; readings < 5; readings++) {
            var view = View.of(terms, accounts).with(read, revision);
            var in = store.prefetch(connection, time.instant(), 0, asks, view, locks)
                    .prefetched();
            switch (LedgerCore.decide(in)) {
                case Decided.Done(var batch) -> {
                    return new OnWhat(in, batch);
                }
                case Decided.Needs missing -> {
                    connection.rollback();
                    read = got(missing, read);
                    if (missing.revision()) {
                        revision = Budgets.isStill(terms.revision(), connection) ? terms.revision() : -1L;
                        connection.rollback();
                    }
                }
            }
        }
        throw new IllegalStateException("never enough");
    }

    private JustRead got(Decided.Needs missing, JustRead read) throws SQLException {
        var looked = List.copyOf(missing.toRead().values());
        var more = looked.isEmpty() ? read : read.and(looked, store.find(connection, looked));
        var toOpen = missing.toOpen().stream()
                .flatMap(opening -> opening.accounts().stream())
                .distinct()
                .toList();
        if (!toOpen.isEmpty()) {
            connection.rollback();
            List<Account> opened = store.open(connection, time.instant(), toOpen);
            connection.commit();
            accounts = accounts.with(opened);
            more = more.and(List.of(), opened);
        }
        return more;
    }

    /** The rows of its decisions, as {@link TestRecording} makes them for today's ledger. */
    private static List<DecisionRecord> records(Batch batch) {
        var records = new ArrayList<DecisionRecord>();
        for (var outcome : batch.outcomes()) {
            switch (outcome) {
                case Outcome.Made made -> records.add(record(made));
                case Outcome.Broke broke -> throw new AssertionError("broke", broke.cause());
                case Outcome.Repeated unused -> {}
                case Outcome.Ended unused -> {}
                case Outcome.Refused unused -> {}
                case Outcome.TooLate unused -> {}
                case Outcome.Expired unused -> {}
            }
        }
        return records;
    }

    private static DecisionRecord record(Outcome.Made made) {
        var call = made.ask().call();
        var hold = made.hold();
        return new TestRecording(made.ask().id(), call.question(), call.at())
                .record(
                        new dev.douane.rules.decide.Decided(made.decision(), false),
                        made.lines().stream()
                                .map(line -> new AccountAfter(line.after(), line.expected()))
                                .toList(),
                        hold == null
                                ? null
                                : new Hold(hold.amount(), hold.state().expiresAt()));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
