package dev.douane.service.budgets;

import dev.douane.rules.money.Money;
import dev.douane.rules.terms.AccountKey;
import dev.douane.rules.terms.Period;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads accounts for the view. JDBC rather than an ORM: every node reads all that changed, several times a second. */
final class BudgetTable {
    static final String CHANGED = """
            select id, budget_id, scope, period_start, period_end, hard, may_cross, limit_nanos, held_nanos, spent_nanos, version
            from budget_account where period_end > ? and changed_at >= ?""";

    /** So many of them, those that changed last. */
    private static final String LATEST = CHANGED + " order by changed_at desc limit ?";

    private BudgetTable() {}

    /**
     * Accounts whose period is not over.
     *
     * @param changedSince leaves out what has not changed since; null for all
     * @param limit how many at most: those that changed last
     */
    static List<AccountSnapshot> accounts(Connection connection, Instant now, @Nullable Instant changedSince, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement(LATEST)) {
            select.setFetchSize(10_000);
            select.setObject(1, time(now));
            select.setObject(2, time(changedSince == null ? Instant.EPOCH : changedSince));
            select.setInt(3, limit);
            try (var rows = select.executeQuery()) {
                var accounts = new ArrayList<AccountSnapshot>();
                while (rows.next()) {
                    accounts.add(account(rows));
                }
                return accounts;
            }
        }
    }

    static AccountSnapshot account(ResultSet row) throws SQLException {
        return new AccountSnapshot(
                row.getLong("id"),
                key(row),
                instant(row, "period_end"),
                row.getBoolean("hard"),
                row.getBoolean("may_cross"),
                new Money(row.getLong("limit_nanos")),
                new Money(row.getLong("held_nanos")),
                new Money(row.getLong("spent_nanos")),
                row.getLong("version"));
    }

    static AccountKey key(ResultSet row) throws SQLException {
        return new AccountKey(
                row.getObject("budget_id", UUID.class), row.getString("scope"), instant(row, "period_start"));
    }

    /**
     * One budget's accounts in the period that {@code at} falls in, by scope.
     *
     * @param after exclusive lower bound of the scope; empty to start
     */
    static List<AccountRow> accountsOf(Connection connection, UUID budget, Instant at, String after, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement("""
                select scope, owner, period_start, period_end, limit_nanos, carry_nanos, held_nanos, spent_nanos
                from budget_account
                where budget_id = ? and period_start <= ? and period_end > ? and scope > ? collate "C"
                order by scope collate "C" limit ?""")) {
            select.setObject(1, budget);
            select.setObject(2, time(at));
            select.setObject(3, time(at));
            select.setString(4, after);
            select.setInt(5, limit);
            try (var rows = select.executeQuery()) {
                var accounts = new ArrayList<AccountRow>();
                while (rows.next()) {
                    accounts.add(new AccountRow(
                            rows.getString("scope"),
                            rows.getString("owner"),
                            new Period.Span(instant(rows, "period_start"), instant(rows, "period_end")),
                            new Money(rows.getLong("limit_nanos")),
                            new Money(rows.getLong("carry_nanos")),
                            new Money(rows.getLong("held_nanos")),
                            new Money(rows.getLong("spent_nanos"))));
                }
                return accounts;
            }
        }
    }

    /**
     * One account as the budget's page shows it.
     *
     * @param owner as of when it was opened
     * @param carry what of the limit came from the period before
     */
    record AccountRow(
            String scope, String owner, Period.Span span, Money limit, Money carry, Money held, Money spent) {}

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
