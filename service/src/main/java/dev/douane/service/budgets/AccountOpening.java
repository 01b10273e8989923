package dev.douane.service.budgets;

import dev.douane.rules.money.Money;
import dev.douane.rules.terms.AccountKey;
import dev.douane.rules.terms.BudgetTerms;
import dev.douane.rules.terms.Carry;
import dev.douane.rules.terms.MatchedAccount;
import dev.douane.rules.terms.Overrun;
import dev.douane.rules.terms.Period;
import dev.douane.rules.terms.Rollover;
import dev.douane.rules.terms.Timeline;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Opens accounts, each with the terms that are in force in the database for its period, whatever this node last saw of them.
 *
 * <p>In a transaction of its own: first the budgets' rows are locked in the order of their ids, against amendments only; then the terms are read, and what the period
 * before left; then the accounts are inserted in key order, so that nodes that open the same ones never wait for each other in a circle.
 */
public final class AccountOpening {
    private static final String LOCK_TERMS = "select id from budget where id = any (?) order by id for key share";

    private static final String LAST_BEFORE = """
            select k.budget_id, k.scope, k.period_start, l.period_end, l.limit_nanos, l.held_nanos + l.spent_nanos as used_nanos
            from unnest(?::uuid[], ?::text[], ?::timestamptz[]) as k (budget_id, scope, period_start)
            cross join lateral (
                select a.period_end, a.limit_nanos, a.held_nanos, a.spent_nanos from budget_account a
                where a.budget_id = k.budget_id and a.scope = k.scope and a.period_start < k.period_start
                order by a.period_start desc limit 1) l""";

    private static final String INSERT = """
            insert into budget_account
                (budget_id, scope, period_start, period_end, owner, hard, may_cross, releases, limit_nanos, carry_nanos)
            select * from unnest(?::uuid[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::boolean[], ?::boolean[],
                                 ?::boolean[], ?::bigint[], ?::bigint[])
            on conflict (budget_id, scope, period_start) do nothing
            returning id, budget_id, scope, period_start""";

    private static final String FIND = """
            select a.id, a.budget_id, a.scope, a.period_start, a.period_end, a.hard, a.may_cross, a.limit_nanos, a.held_nanos, a.spent_nanos,
                a.version
            from unnest(?::uuid[], ?::text[], ?::timestamptz[]) as k (budget_id, scope, period_start)
            join budget_account a using (budget_id, scope, period_start)""";

    /** An account to be, with the terms it is opened with. */
    private record Opening(AccountKey key, Period.Span span, BudgetTerms terms, Money carry) {
        Money limit() {
            return Carry.sum(terms.amount(), carry);
        }
    }

    private final Connection connection;
    private final Instant now;

    private AccountOpening(Connection connection, Instant now) {
        this.connection = connection;
        this.now = now;
    }

    /**
     * Opens those accounts that nobody has opened yet, with an entry in the ledger.
     *
     * @param connection without a transaction under way; what is done is not committed yet
     * @param now the entries' time
     * @return all of them, for {@link Budgets#saw} once it is committed
     */
    public static Written open(Connection connection, Instant now, Collection<MatchedAccount> touched)
            throws SQLException {
        var inKeyOrder = new TreeMap<AccountKey, MatchedAccount>();
        touched.forEach(account -> inKeyOrder.put(account.key(), account));
        return new AccountOpening(connection, now).open(inKeyOrder);
    }

    private Written open(SortedMap<AccountKey, MatchedAccount> wanted) throws SQLException {
        var openings = openings(wanted);
        var ids = insert(List.copyOf(openings.values()));
        var opened = openings.values().stream()
                .filter(opening -> ids.containsKey(opening.key()))
                .toList();
        LedgerEntries.appendOpenings(connection, now, movements(opened, ids));
        return new Written(find(wanted.keySet()));
    }

    /** Those of the accounts that somebody has opened, as they are committed; opens and locks nothing. */
    static List<AccountSnapshot> find(Connection connection, Collection<MatchedAccount> touched) throws SQLException {
        var keys = new TreeSet<AccountKey>();
        touched.forEach(account -> keys.add(account.key()));
        return new AccountOpening(connection, Instant.EPOCH).find(keys);
    }

    private List<AccountSnapshot> find(Collection<AccountKey> keys) throws SQLException {
        try (var select = connection.prepareStatement(FIND)) {
            setKeys(select, List.copyOf(keys));
            try (var rows = select.executeQuery()) {
                var found = new ArrayList<AccountSnapshot>(keys.size());
                while (rows.next()) {
                    found.add(BudgetTable.account(rows));
                }
                return found;
            }
        }
    }

    private static List<Movement> movements(List<Opening> opened, Map<AccountKey, Long> ids) {
        if (opened.isEmpty()) {
            return List.of();
        }
        return List.of(Movement.ofLimits(
                Movement.Kind.OPEN,
                Movement.HOUSE,
                opened.stream()
                        .map(opening -> Movement.Posting.ofLimit(
                                ids.getOrDefault(opening.key(), 0L),
                                opening.limit().nanos()))
                        .toList()));
    }

    // --- with which terms

    private Map<AccountKey, Opening> openings(SortedMap<AccountKey, MatchedAccount> unknown) throws SQLException {
        var timelines = timelines(unknown);
        var carrying = new ArrayList<AccountKey>();
        var openings = new LinkedHashMap<AccountKey, Opening>();
        unknown.forEach((key, touched) -> {
            var timeline = timelines.get(key.budget());
            if (timeline == null) { // the insert will say so
                openings.put(
                        key, new Opening(key, touched.span(), touched.budget().terms(), Money.ZERO));
                return;
            }
            if (!(timeline.at(key.periodStart()).terms().rollover() instanceof Rollover.None)) {
                carrying.add(key);
            }
            openings.put(key, new Opening(key, touched.span(), timeline.within(touched.span(), now), Money.ZERO));
        });
        if (!carrying.isEmpty()) {
            carries(carrying, timelines)
                    .forEach((key, carry) -> openings.computeIfPresent(
                            key, (same, opening) -> new Opening(key, opening.span(), opening.terms(), carry)));
        }
        return openings;
    }

    private Map<UUID, Timeline> timelines(SortedMap<AccountKey, MatchedAccount> unknown) throws SQLException {
        var budgets = new TreeSet<UUID>();
        unknown.keySet().forEach(key -> budgets.add(key.budget()));
        try (var lock = connection.prepareStatement(LOCK_TERMS)) {
            lock.setArray(1, array("uuid", budgets.stream()));
            lock.executeQuery().close();
        }
        return TimelineTable.of(connection, budgets);
    }

    /** What would be carried into an account if it were opened now. */
    static Money carry(Connection connection, Timeline budget, AccountKey key) throws SQLException {
        return new AccountOpening(connection, key.periodStart())
                .carries(List.of(key), Map.of(key.budget(), budget))
                .getOrDefault(key, Money.ZERO);
    }

    private Map<AccountKey, Money> carries(List<AccountKey> keys, Map<UUID, Timeline> timelines) throws SQLException {
        var carries = new HashMap<AccountKey, Money>();
        try (var select = connection.prepareStatement(LAST_BEFORE)) {
            setKeys(select, keys);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var key = BudgetTable.key(rows);
                    var timeline = timelines.get(key.budget());
                    if (timeline != null) {
                        var left = new Money(rows.getLong("limit_nanos"))
                                .minusDownToZero(new Money(rows.getLong("used_nanos")));
                        var ended = BudgetTable.instant(rows, "period_end");
                        carries.put(key, Carry.into(timeline, key.periodStart(), left, ended));
                    }
                }
            }
        }
        return carries;
    }

    // --- statements

    /** The ids of those that nobody had opened. */
    private Map<AccountKey, Long> insert(List<Opening> openings) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            setKeys(insert, openings.stream().map(Opening::key).toList());
            set(
                    insert,
                    4,
                    "timestamptz",
                    openings,
                    opening -> BudgetTable.time(opening.span().end()));
            set(insert, 5, "text", openings, opening -> opening.terms().owner());
            set(insert, 6, "boolean", openings, opening -> opening.terms().hard());
            set(insert, 7, "boolean", openings, opening -> opening.terms().overrun() == Overrun.LAST_CALL_MAY_CROSS);
            set(insert, 8, "boolean", openings, opening -> opening.terms().releases());
            set(insert, 9, "bigint", openings, opening -> opening.limit().nanos());
            set(insert, 10, "bigint", openings, opening -> opening.carry().nanos());
            try (var rows = insert.executeQuery()) {
                var ids = new HashMap<AccountKey, Long>();
                while (rows.next()) {
                    ids.put(BudgetTable.key(rows), rows.getLong("id"));
                }
                return ids;
            }
        }
    }

    private void setKeys(PreparedStatement statement, List<AccountKey> keys) throws SQLException {
        set(statement, 1, "uuid", keys, AccountKey::budget);
        set(statement, 2, "text", keys, AccountKey::scope);
        set(statement, 3, "timestamptz", keys, key -> BudgetTable.time(key.periodStart()));
    }

    private <T> void set(PreparedStatement statement, int index, String type, List<T> of, Function<T, Object> value)
            throws SQLException {
        statement.setArray(index, array(type, of.stream().map(value)));
    }

    private Array array(String type, Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }
}
