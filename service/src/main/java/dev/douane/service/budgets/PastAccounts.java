package dev.douane.service.budgets;

import dev.douane.rules.money.Money;
import dev.douane.rules.terms.AccountKey;
import dev.douane.rules.terms.Carry;
import dev.douane.rules.terms.Period;
import dev.douane.rules.terms.Rollover;
import dev.douane.rules.terms.Timeline;
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

    /** The last account before a period that had been opened by then. */
    private static final String LAST_BEFORE = """
        select a.period_end, sums.* from budget_account a cross join lateral (
            select sum(coalesce(u.limits, 0)) as limit_nanos, sum(u.held) + sum(u.spent) as used_nanos
            from ledger_entry e, unnest(e.accounts, e.held, e.spent, e.limits) as u (account, held, spent, limits)
            where e.at >= a.period_start - ?::interval and e.at <= ? and e.accounts && array[a.id] and u.account = a.id) sums
        where a.budget_id = ? and a.scope = ? and a.period_start < ? and sums.limit_nanos is not null
        order by a.period_start desc limit 1\
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

    /**
     * What would have been carried into an account, had it been opened then: of what its predecessor had left then.
     *
     * @param budget as it was known then
     */
    static Money carry(DataSource database, Timeline budget, AccountKey into, Instant then) throws SQLException {
        if (budget.at(into.periodStart()).terms().rollover() instanceof Rollover.None) {
            return Money.ZERO;
        }
        try (var transaction = Transaction.on(database)) {
            transaction.limit(LIMIT);
            try (var select = transaction.connection().prepareStatement(LAST_BEFORE)) {
                select.setString(1, EARLY.toString());
                select.setObject(2, BudgetTable.time(then));
                select.setObject(3, into.budget());
                select.setString(4, into.scope());
                select.setObject(5, BudgetTable.time(into.periodStart()));
                try (var rows = select.executeQuery()) {
                    if (!rows.next()) {
                        return Money.ZERO;
                    }
                    var left = money(rows.getBigDecimal("limit_nanos"))
                            .minusDownToZero(money(rows.getBigDecimal("used_nanos")));
                    return Carry.into(budget, into.periodStart(), left, BudgetTable.instant(rows, "period_end"));
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
