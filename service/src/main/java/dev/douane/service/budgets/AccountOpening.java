package dev.douane.service.budgets;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Opens accounts, in a transaction of its own and in key order, so that nodes that open the same ones never wait for each other in a circle.
 * An account is there from the first call on that touches it; what it opened with is an entry of the ledger.
 */
public final class AccountOpening {
    private static final String OPEN = """
            insert into budget_account (budget_id, scope, period_start, period_end, hard, releases, limit_nanos)
            select * from unnest(?::uuid[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::boolean[], ?::boolean[], ?::bigint[])
            on conflict (budget_id, scope, period_start) do nothing
            returning id, limit_nanos""";

    private static final String FIND = """
            select a.id, a.budget_id, a.scope, a.period_start, a.period_end, a.hard, a.limit_nanos, a.held_nanos, a.spent_nanos, a.version
            from unnest(?::uuid[], ?::text[], ?::timestamptz[]) as k (budget_id, scope, period_start)
            join budget_account a using (budget_id, scope, period_start)""";

    private AccountOpening() {}

    /**
     * Opens those accounts that nobody has opened yet.
     *
     * @param connection without a transaction under way; what is done is not committed yet
     * @return all of them, for {@link Budgets#saw} once it is committed
     */
    public static Written open(Connection connection, Instant now, Collection<Touched> touched) throws SQLException {
        var inKeyOrder = new TreeMap<AccountKey, Touched>();
        touched.forEach(account -> inKeyOrder.put(account.key(), account));
        var accounts = List.copyOf(inKeyOrder.values());
        insert(connection, now, accounts);
        try (var select = connection.prepareStatement(FIND)) {
            setKeys(select, connection, accounts);
            try (var rows = select.executeQuery()) {
                var found = new ArrayList<AccountSeen>(accounts.size());
                while (rows.next()) {
                    found.add(BudgetTable.account(rows));
                }
                return new Written(found);
            }
        }
    }

    private static void insert(Connection connection, Instant now, List<Touched> accounts) throws SQLException {
        try (var insert = connection.prepareStatement(OPEN)) {
            setKeys(insert, connection, accounts);
            insert.setArray(
                    4,
                    array(
                            connection,
                            "timestamptz",
                            accounts.stream()
                                    .map(account ->
                                            BudgetTable.time(account.span().end()))));
            insert.setArray(
                    5,
                    array(
                            connection,
                            "boolean",
                            accounts.stream().map(account -> account.budget().hard())));
            insert.setArray(
                    6,
                    array(
                            connection,
                            "boolean",
                            accounts.stream().map(account -> account.budget().releases())));
            insert.setArray(
                    7,
                    array(
                            connection,
                            "bigint",
                            accounts.stream()
                                    .map(account -> account.budget().amount().nanos())));
            var opened = new ArrayList<Movement>();
            try (var rows = insert.executeQuery()) {
                while (rows.next()) {
                    opened.add(Movement.ofLimits(
                            Movement.Kind.OPEN, new long[] {rows.getLong("id")}, new long[] {rows.getLong("limit_nanos")
                            }));
                }
            }
            LedgerEntries.append(connection, now, opened);
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
}
