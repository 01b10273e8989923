package dev.douane.service.budgets;

import dev.douane.rules.facts.Budget;
import dev.douane.rules.money.Money;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The accounts one transaction works on: exact figures, changed here first and written once.
 *
 * <p>New accounts are opened in key order, hard accounts are locked in id order, and soft ones in id order when they are written, always in
 * these three steps: so two nodes never wait for each other in a circle. The figures of a hard account cannot change under the lock; a
 * soft one's can, which is why what is written is always a difference.
 */
public final class Accounts {
    private static final String LOCK = """
            with locked as (
                select id, budget_id, scope, period_start, period_end, hard, releases, limit_nanos, held_nanos, spent_nanos, version
                from budget_account where id = any (?) and hard order by id for no key update)
            select * from locked
            union all
            select id, budget_id, scope, period_start, period_end, hard, releases, limit_nanos, held_nanos, spent_nanos, version
            from budget_account where id = any (?) and not hard""";

    private static final String WRITE = """
            with locked as (
                select id from budget_account where id = any (?) order by id for no key update)
            update budget_account a set
                held_nanos = a.held_nanos + d.held,
                spent_nanos = a.spent_nanos + d.spent,
                version = a.version + 1,
                changed_at = clock_timestamp()
            from locked l join unnest(?, ?, ?) as d (id, held, spent) on d.id = l.id
            where a.id = l.id
            returning a.id, a.budget_id, a.scope, a.period_start, a.period_end, a.limit_nanos, a.held_nanos, a.spent_nanos, a.version""";

    private static final String OPEN = """
            insert into budget_account (budget_id, scope, period_start, period_end, hard, releases, limit_nanos)
            select * from unnest(?::uuid[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::boolean[], ?::boolean[], ?::bigint[])
            on conflict (budget_id, scope, period_start) do nothing
            returning id, budget_id, scope, period_start""";

    private static final String FIND = """
            select a.id, a.budget_id, a.scope, a.period_start
            from unnest(?::uuid[], ?::text[], ?::timestamptz[]) as k (budget_id, scope, period_start)
            join budget_account a using (budget_id, scope, period_start)""";

    /** An account that a hold or the view refers to is not there: what this node remembers belongs to another database. */
    public static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Gone(Collection<Long> ids) {
            super("accounts %s are not in the database".formatted(ids));
        }
    }

    private static final class Working {
        final boolean hard;
        final boolean releases;
        final long limit;
        long held;
        long spent;
        long heldBefore;
        long spentBefore;

        Working(ResultSet row) throws SQLException {
            hard = row.getBoolean("hard");
            releases = row.getBoolean("releases");
            limit = row.getLong("limit_nanos");
            held = row.getLong("held_nanos");
            spent = row.getLong("spent_nanos");
            heldBefore = held;
            spentBefore = spent;
        }

        boolean changed() {
            return held != heldBefore || spent != spentBefore;
        }
    }

    private final Connection connection;
    private final Map<AccountKey, Long> ids;
    private final Map<Long, Working> working;
    private final List<Movement> movements = new ArrayList<>();

    private Accounts(Connection connection, Map<AccountKey, Long> ids, Map<Long, Working> working) {
        this.connection = connection;
        this.ids = ids;
        this.working = working;
    }

    /**
     * Opens what is new, and locks.
     *
     * @param now the time of the entries of what is opened
     * @param touched by calls that want to be admitted
     * @param referred ids that holds refer to
     * @throws Gone if one of {@code referred} or of what {@code seen} knows is not there
     */
    public static Accounts lock(
            Connection connection,
            Instant now,
            BudgetsSeen seen,
            Collection<Touched> touched,
            Collection<Long> referred)
            throws SQLException {
        var ids = new HashMap<AccountKey, Long>();
        var unknown = new TreeMap<AccountKey, Touched>();
        for (var account : touched) {
            var id = seen.idOf(account);
            if (id == null) {
                unknown.put(account.key(), account);
            } else {
                ids.put(account.key(), id);
            }
        }
        if (!unknown.isEmpty()) {
            open(connection, now, unknown, ids);
        }
        var wanted = new TreeSet<>(ids.values());
        wanted.addAll(referred);
        return new Accounts(connection, ids, wanted.isEmpty() ? Map.of() : lock(connection, wanted));
    }

    /** The first to touch an account opens it; where somebody else was first, it is looked up. */
    private static void open(
            Connection connection, Instant now, SortedMap<AccountKey, Touched> unknown, Map<AccountKey, Long> ids)
            throws SQLException {
        try (var insert = connection.prepareStatement(OPEN)) {
            var inKeyOrder = List.copyOf(unknown.values());
            setKeys(insert, connection, inKeyOrder);
            insert.setArray(
                    4,
                    array(
                            connection,
                            "timestamptz",
                            inKeyOrder.stream()
                                    .map(account ->
                                            BudgetTable.time(account.span().end()))));
            insert.setArray(
                    5,
                    array(
                            connection,
                            "boolean",
                            inKeyOrder.stream().map(account -> account.budget().hard())));
            insert.setArray(
                    6,
                    array(
                            connection,
                            "boolean",
                            inKeyOrder.stream().map(account -> account.budget().releases())));
            insert.setArray(
                    7,
                    array(
                            connection,
                            "bigint",
                            inKeyOrder.stream()
                                    .map(account -> account.budget().amount().nanos())));
            readIds(insert, ids);
        }
        var opened = new ArrayList<Movement>();
        unknown.forEach((key, account) -> {
            var id = ids.get(key);
            if (id != null) {
                opened.add(Movement.ofLimits(Movement.Kind.OPEN, new long[] {id}, new long[] {
                    account.budget().amount().nanos()
                }));
            }
        });
        LedgerEntries.append(connection, now, opened);
        unknown.keySet().removeAll(ids.keySet());
        if (!unknown.isEmpty()) {
            try (var select = connection.prepareStatement(FIND)) {
                setKeys(select, connection, List.copyOf(unknown.values()));
                readIds(select, ids);
            }
        }
    }

    private static void readIds(PreparedStatement statement, Map<AccountKey, Long> ids) throws SQLException {
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.put(BudgetTable.key(rows), rows.getLong("id"));
            }
        }
    }

    private static void setKeys(PreparedStatement statement, Connection connection, List<Touched> accounts)
            throws SQLException {
        statement.setArray(
                1,
                array(
                        connection,
                        "uuid",
                        accounts.stream().map(account -> account.key().budget())));
        statement.setArray(
                2,
                array(
                        connection,
                        "text",
                        accounts.stream().map(account -> account.key().scope())));
        statement.setArray(
                3,
                array(
                        connection,
                        "timestamptz",
                        accounts.stream()
                                .map(account -> BudgetTable.time(account.key().periodStart()))));
    }

    private static Array array(Connection connection, String type, Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }

    private static Map<Long, Working> lock(Connection connection, SortedSet<Long> wanted) throws SQLException {
        var locked = new HashMap<Long, Working>();
        try (var select = connection.prepareStatement(LOCK)) {
            var ids = connection.createArrayOf("bigint", wanted.toArray());
            select.setArray(1, ids);
            select.setArray(2, ids);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    locked.put(rows.getLong("id"), new Working(rows));
                }
            }
        }
        if (locked.size() < wanted.size()) {
            wanted.removeAll(locked.keySet());
            throw new Gone(wanted);
        }
        return locked;
    }

    /** The account's figures with all that was changed here. */
    public Budget exact(Touched touched, Instant at) {
        var account = at(idOf(touched));
        return touched.fact(
                account.hard, new Money(account.limit), new Money(account.held), new Money(account.spent), at);
    }

    /** The same as it will be once {@code more} is held too. */
    public Budget exactWith(Touched touched, Money more, Instant at) {
        var account = at(idOf(touched));
        return touched.fact(
                account.hard,
                new Money(account.limit),
                new Money(Math.addExact(account.held, more.nanos())),
                new Money(account.spent),
                at);
    }

    /** The id of a touched account. */
    public long idOf(Touched touched) {
        var id = ids.get(touched.key());
        if (id == null) {
            throw new IllegalStateException("account (%s) was not locked".formatted(touched.key()));
        }
        return id;
    }

    /** Whether an unsettled hold that expires gives its money back to this account. */
    public boolean releases(long id) {
        return at(id).releases;
    }

    /**
     * Moves money, here; {@link #write} makes it true.
     *
     * @throws ArithmeticException if a figure no longer fits
     * @throws IllegalStateException if a figure of a hard account would fall below zero
     */
    public void move(Movement movement) {
        for (int i = 0; i < movement.accounts.length; i++) {
            add(movement.accounts[i], movement.held[i], movement.spent[i]);
        }
        movements.add(movement);
    }

    private void add(long id, long held, long spent) {
        var account = at(id);
        var heldAfter = Math.addExact(account.held, held);
        var spentAfter = Math.addExact(account.spent, spent);
        if (account.hard && (heldAfter < 0 || spentAfter < 0)) {
            throw new IllegalStateException(
                    "account (%d) would hold %d and have spent %d".formatted(id, heldAfter, spentAfter));
        }
        account.held = heldAfter;
        account.spent = spentAfter;
    }

    private Working at(long id) {
        var account = working.get(id);
        if (account == null) {
            throw new IllegalStateException("account (%d) was not locked".formatted(id));
        }
        return account;
    }

    /**
     * Writes the differences, and the entries they come from.
     *
     * @param now the entries' time
     * @return what changed, for {@link Budgets#saw} once the transaction is committed
     */
    public Written write(Instant now) throws SQLException {
        LedgerEntries.append(connection, now, movements);
        var changed = new ArrayList<Map.Entry<Long, Working>>();
        new TreeMap<>(working)
                .entrySet().stream().filter(entry -> entry.getValue().changed()).forEach(changed::add);
        if (changed.isEmpty()) {
            return new Written(List.of());
        }
        var changedIds = connection.createArrayOf(
                "bigint", changed.stream().map(Map.Entry::getKey).toArray());
        try (var update = connection.prepareStatement(WRITE)) {
            update.setArray(1, changedIds);
            update.setArray(2, changedIds);
            update.setArray(
                    3,
                    array(
                            connection,
                            "bigint",
                            changed.stream().map(entry -> entry.getValue().held - entry.getValue().heldBefore)));
            update.setArray(
                    4,
                    array(
                            connection,
                            "bigint",
                            changed.stream().map(entry -> entry.getValue().spent - entry.getValue().spentBefore)));
            try (var rows = update.executeQuery()) {
                var written = new ArrayList<AccountSeen>(changed.size());
                while (rows.next()) {
                    written.add(BudgetTable.account(rows));
                }
                return new Written(written);
            }
        }
    }

    /** What a transaction changed. */
    public static final class Written {
        private final List<AccountSeen> accounts;

        private Written(List<AccountSeen> accounts) {
            this.accounts = accounts;
        }

        List<AccountSeen> accounts() {
            return accounts;
        }
    }
}
