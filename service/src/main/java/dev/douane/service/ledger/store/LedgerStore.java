package dev.douane.service.ledger.store;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.ledger.Account;
import dev.douane.rules.ledger.Ask;
import dev.douane.rules.ledger.Batch;
import dev.douane.rules.ledger.Given;
import dev.douane.rules.ledger.Prefetched;
import dev.douane.rules.ledger.PriceBooks;
import dev.douane.rules.ledger.View;
import dev.douane.rules.ledger.WriterStep.Locks;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.rules.usage.ExpectedCosts;
import dev.douane.service.audit.Appended;
import dev.douane.service.audit.DecisionLog;
import dev.douane.service.audit.DecisionRecord;
import dev.douane.service.budgets.AccountOpening;
import dev.douane.service.platform.UnitOfWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's rows in PostgreSQL, as the pure core wants them read and has them written: {@link #prefetch}, then
 * {@link dev.douane.rules.ledger.LedgerCore#decide}, then {@link #write} and {@link #writeFigures}, all in one transaction of the caller's, which commits.
 * Keeps nothing but prices of catalogs. Safe for use by many threads, each with a connection of its own.
 */
public final class LedgerStore {
    /** Finds any version of the catalog. */
    @FunctionalInterface
    public interface Catalogs {
        Catalog read(Connection connection, int version) throws SQLException;
    }

    /**
     * How long holds live.
     *
     * @param unlessReported without a report or a settlement
     * @param longest whatever is reported
     */
    public record Life(Duration unlessReported, Duration longest) {}

    /**
     * What was read for asks.
     *
     * @param answers of decisions that answer keys, as they were recorded: JSON in UTF-8
     */
    public record Fetched(Prefetched prefetched, Map<UUID, byte[]> answers) {}

    /** A batch that is written but for the figures of its accounts. */
    public static final class Writing {
        private final Batch batch;
        private final Marker marker;
        private final @Nullable Appended appended;

        private Writing(Batch batch, Marker marker, @Nullable Appended appended) {
            this.batch = batch;
            this.marker = marker;
            this.appended = appended;
        }
    }

    /** Figures that were relied on are not what they were: another node changed them, or an amendment. Nothing of the transaction may be committed. */
    public static final class Conflict extends Exception {
        private static final long serialVersionUID = 1L;

        private Conflict() {
            super("another node changed an account meanwhile", null, false, false);
        }
    }

    /** An account that is referred to is not there: what this node remembers belongs to another database. */
    public static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Gone(Collection<Long> ids) {
            super("accounts %s are not in the database".formatted(ids));
        }
    }

    private final DecisionLog log;
    private final CatalogPrices prices;
    private final Supplier<ExpectedCosts> costs;
    private final Function<byte[], Given> given;
    private final Life life;

    /**
     * A store that has read nothing yet.
     *
     * @param costs what calls are expected to cost, as it is known when a batch is read
     * @param given makes of a recorded answer what can say whether it may be given again
     */
    public LedgerStore(
            DecisionLog log,
            Catalogs catalogs,
            Supplier<ExpectedCosts> costs,
            Function<byte[], Given> given,
            Life life) {
        this.log = log;
        this.prices = new CatalogPrices(catalogs);
        this.costs = costs;
        this.given = given;
        this.life = life;
    }

    /**
     * Reads all that is needed to decide asks: claims their keys, locks holds and, where {@code locks} says so, accounts.
     *
     * @param now the time of what is moved and ended
     * @param nanos the same by {@link System#nanoTime}
     * @param view terms and accounts of this moment of the node
     * @throws Gone if an account that is to be locked is not there
     */
    public Fetched prefetch(Connection connection, Instant now, long nanos, List<Ask> asks, View view, Locks locks)
            throws SQLException {
        var toTheMicrosecond = now.truncatedTo(ChronoUnit.MICROS);
        var read = new Prefetch(connection, toTheMicrosecond, asks, life.unlessReported());
        read.read(view, locks, log);
        var givenAgain = new HashMap<UUID, Given>();
        read.answers.forEach((decision, answer) -> givenAgain.put(decision, given.apply(answer)));
        return new Fetched(
                new Prefetched(
                        toTheMicrosecond,
                        nanos,
                        asks,
                        locks.first() ? view.locking(read.locked) : view,
                        read.keys,
                        read.holds,
                        read.due,
                        read.releasing,
                        prices(connection, asks, read),
                        costs.get(),
                        givenAgain,
                        read.askers,
                        life.longest()),
                Map.copyOf(read.answers));
    }

    /** Of the versions that calls which are settled here were decided by; one that is decided in the same batch brings its own. */
    private PriceBooks prices(Connection connection, List<Ask> asks, Prefetch read) throws SQLException {
        var settled = new HashSet<UUID>();
        for (var ask : asks) {
            if (ask instanceof Ask.Settle settle) {
                settled.add(settle.decision());
            }
        }
        var versions = new TreeSet<Integer>();
        for (var decision : settled) {
            var hold = read.holds.get(decision);
            if (hold != null) {
                versions.add(hold.call().catalog());
            }
        }
        var books = prices.of(connection, versions);
        var ofThisBatch = new HashMap<Integer, Map<String, Deployment>>(books.byVersion());
        for (var ask : asks) {
            if (ask instanceof Ask.Decide decide && settled.contains(decide.id())) {
                var catalog = decide.call().catalog();
                ofThisBatch.putIfAbsent(catalog.version(), CatalogPrices.byId(catalog));
            }
        }
        return ofThisBatch.size() == books.byVersion().size() ? books : new PriceBooks(ofThisBatch);
    }

    /**
     * Those of some accounts that somebody has opened, as they are committed.
     *
     * @param connection with or without a transaction; nothing is locked
     */
    public List<Account> find(Connection connection, Collection<MatchedAccount> accounts) throws SQLException {
        var keys = accounts.stream().map(MatchedAccount::key).sorted().toList();
        var unit = new UnitOfWork();
        var found = unit.add(AccountRows.find(keys));
        unit.send(connection);
        return found.get();
    }

    /**
     * Opens those of some accounts that nobody has opened yet, with the terms that are in force in the database.
     *
     * @param connection without a transaction under way; what is done is not committed yet
     * @param now when they are opened
     * @return all of them
     */
    public List<Account> open(Connection connection, Instant now, Collection<MatchedAccount> accounts)
            throws SQLException {
        var unused = AccountOpening.open(connection, now.truncatedTo(ChronoUnit.MICROS), accounts);
        return find(connection, accounts);
    }

    /**
     * Writes all of a batch but the figures of its accounts: nothing of it waits for another node or batch.
     *
     * @param in what it was decided on
     * @param records of the decisions that it makes
     */
    public Writing write(Connection connection, Prefetched in, Batch batch, List<DecisionRecord> records)
            throws SQLException {
        var marker = Marker.of(in.now(), batch);
        var appended = records.isEmpty() ? null : log.append(connection, records);
        HoldRows.insert(connection, in.now(), batch.made());
        var unit = new UnitOfWork();
        if (!batch.changed().isEmpty()) {
            unit.add(HoldRows.change(batch.changed()));
        }
        if (!batch.keysPassedOn().isEmpty()) {
            unit.add(IdempotencyKeyRows.passOn(batch.keysPassedOn(), in.now()));
        }
        if (!batch.keysGivenUp().isEmpty()) {
            unit.add(IdempotencyKeyRows.giveUp(batch.keysGivenUp()));
        }
        unit.send(connection);
        EntryRows.append(connection, marker, batch.entries());
        return new Writing(batch, marker, appended);
    }

    /**
     * Writes the figures of a batch's accounts; what is left is the commit.
     *
     * @return the accounts that it changes as they are once that is done
     * @throws Conflict if figures that were relied on are not what they were
     */
    public List<Account> writeFigures(Connection connection, Writing writing) throws SQLException, Conflict {
        var batch = writing.batch;
        var unit = new UnitOfWork();
        var changed = batch.deltas().isEmpty() ? null : unit.add(AccountRows.change(batch.deltas(), writing.marker));
        if (changed == null && batch.takesNumber()) {
            unit.add(EntryRows.takeNumber(writing.marker));
        }
        var unchanged = batch.unchanged().isEmpty() ? null : unit.add(AccountRows.unchanged(batch.unchanged()));
        if (writing.appended != null) {
            unit.add(writing.appended.question());
        }
        unit.send(connection);
        var written = changed == null ? List.<Account>of() : changed.get();
        if (isConflict(batch, written)
                || (unchanged != null && unchanged.get() < batch.unchanged().size())) {
            throw new Conflict();
        }
        if (writing.appended != null) {
            writing.appended.complete(connection);
        }
        return written;
    }

    /** Whether a row was not what it was relied on to be, or calls were let through because an account was soft that is hard now. */
    private static boolean isConflict(Batch batch, List<Account> written) {
        return written.size() < batch.deltas().size()
                || written.stream().anyMatch(row -> {
                    var delta = batch.deltas().get(row.id());
                    return row.hard() && delta != null && delta.toldSoft();
                });
    }

    /**
     * Whether a batch whose commit broke off is in the database. Its transaction must have ended.
     *
     * @return false also for one that leaves nothing to find it by: that can be done again, since what it ends has ended then
     */
    public boolean isWritten(Connection connection, Writing writing) throws SQLException {
        var marker = writing.marker;
        var unit = new UnitOfWork();
        UnitOfWork.Reply<Boolean> found;
        if (marker.isNumbered()) {
            found = unit.add(EntryRows.isNumbered(marker));
        } else if (marker.decision() != null) {
            found = unit.add(log.isThere(marker.decision()));
        } else {
            return false;
        }
        unit.send(connection);
        return found.get();
    }
}
