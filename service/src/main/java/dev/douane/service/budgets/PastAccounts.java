package dev.douane.service.budgets;

import dev.douane.rules.money.Money;
import dev.douane.rules.terms.Period;
import dev.douane.service.platform.Transaction;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * A budget's accounts as they stood at a time: the sums of their entries until then. Entries are found by block ranges of time, since they are
 * written with every decision and summed now and then.
 */
final class PastAccounts {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** How much before a period's start its accounts may have been opened, by clocks that differ. */
    private static final Duration EARLY = Duration.ofDays(1);

    private static final String AT = """
        with page as (
            select id, scope, owner, period_start, period_end, carry_nanos from budget_account
            where budget_id = ? and period_start <= ? and period_end > ? and scope > ? collate "C"),
        sums as (
            select u.account, sum(coalesce(u.limits, 0)) as limit_nanos, sum(u.held) as held_nanos, sum(u.spent) as spent_nanos
            from ledger_entry e, unnest(e.accounts, e.held, e.spent, e.limits) as u (account, held, spent, limits)
            where e.at >= (select min(period_start) from page) - ?::interval and e.at <= ?
                and e.accounts && (select array_agg(id) from page)
            group by u.account)
        select page.*, sums.* from page join sums on sums.account = page.id order by page.scope collate "C" limit ?\
        """;

    private PastAccounts() {}

    /**
     * Those that were open then, by scope.
     *
     * @param after exclusive lower bound of the scope; empty to start
     */
    static List<BudgetTable.AccountRow> of(DataSource database, UUID budget, Instant at, String after, int limit)
            throws SQLException {
        try (var transaction = Transaction.on(database)) {
            transaction.limit(LIMIT);
            try (var select = transaction.connection().prepareStatement(AT)) {
                select.setObject(1, budget);
                select.setObject(2, BudgetTable.time(at));
                select.setObject(3, BudgetTable.time(at));
                select.setString(4, after);
                select.setString(5, EARLY.toString());
                select.setObject(6, BudgetTable.time(at));
                select.setInt(7, limit);
                try (var rows = select.executeQuery()) {
                    var accounts = new ArrayList<BudgetTable.AccountRow>();
                    while (rows.next()) {
                        accounts.add(account(rows));
                    }
                    return accounts;
                }
            }
        }
    }

    private static BudgetTable.AccountRow account(ResultSet row) throws SQLException {
        return new BudgetTable.AccountRow(
                row.getString("scope"),
                row.getString("owner"),
                new Period.Span(BudgetTable.instant(row, "period_start"), BudgetTable.instant(row, "period_end")),
                money(row.getBigDecimal("limit_nanos")),
                new Money(row.getLong("carry_nanos")),
                money(row.getBigDecimal("held_nanos")),
                money(row.getBigDecimal("spent_nanos")));
    }

    /** Entries of two nodes may be told in another order than they came to be in, so that a sum is below nothing for a moment. */
    private static Money money(BigDecimal nanos) {
        return new Money(nanos.max(BigDecimal.ZERO).longValueExact());
    }
}
