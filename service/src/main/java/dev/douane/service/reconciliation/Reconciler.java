package dev.douane.service.reconciliation;

import dev.douane.service.platform.Ids;
import dev.douane.service.reconciliation.Reconciliation.Difference;
import dev.douane.service.reconciliation.Reconciliation.Figures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Compares every account's figures with the sums of its entries, and what it holds with its open holds; and looks for rows that cannot be. */
final class Reconciler {
    private static final String ALL_ENTRIES = """
            select u.account, sum(u.held) as held, sum(u.spent) as spent, sum(u.limits) as limits
            from ledger_entry l, unnest(l.accounts, l.held, l.spent, l.limits) as u (account, held, spent, limits)
            group by u.account""";

    private static final String BALANCE_AND_LATER_ENTRIES = """
            select account, sum(held) as held, sum(spent) as spent, sum(limits) as limits
            from (
                select account, held, spent, limits from ledger_balance
                union all
                select u.account, u.held, u.spent, u.limits
                from ledger_entry l, unnest(l.accounts, l.held, l.spent, l.limits) as u (account, held, spent, limits)
                where l.at >= (select balance_before from ledger_check)) as parts
            group by account""";

    private static final String COMPARE = """
            with entries as (ENTRIES),
            holds as (
                select u.account, sum(greatest(u.amount - coalesce(h.reported_nanos, 0), 0)) as amount
                from hold h, unnest(h.accounts, coalesce(h.amounts, array_fill(h.amount_nanos, array [cardinality(h.accounts)])))
                    as u (account, amount)
                where h.state = 'held' group by u.account),
            compared as (
                select coalesce(a.id, e.account, h.account) as account, a.id is not null as is_there, a.budget_id, a.scope, a.period_start,
                    a.held_nanos, a.spent_nanos, a.limit_nanos, e.account is not null as has_entries, e.held, e.spent, e.limits,
                    coalesce(h.amount, 0) as open_holds,
                    (a.held_nanos, a.spent_nanos, a.limit_nanos) is distinct from (e.held, e.spent, coalesce(e.limits, 0))
                        or coalesce(a.held_nanos, 0) <> coalesce(h.amount, 0) as differs
                from budget_account a
                full join entries e on e.account = a.id
                full join holds h on h.account = coalesce(a.id, e.account)),
            counted as (
                select count(*) as accounts, count(*) filter (where differs) as differing,
                    (select count(*) from hold where state = 'held') as open_holds
                from compared)
            select n.accounts, n.differing, n.open_holds as holds, b.name, b.scope as selector, c.*
            from counted n
            left join lateral (select * from compared where differs order by account limit ?) c on true
            left join budget b on b.id = c.budget_id
            order by c.account""";

    private static final String MALFORMED =
            "select (select count(*) from malformed_hold) + (select count(*) from malformed_ledger_entry)";

    private static final String LATELY_MALFORMED = """
            select (select count(*) from malformed_hold where decision_id in (
                    select decision_id from hold where decision_id >= ? union select decision_id from ledger_entry where at >= ?))
                + (select count(*) from malformed_ledger_entry where at >= ?)""";

    /** What was not committed yet when it was looked for last is by then. */
    private static final Duration OVERLAP = Duration.ofMinutes(2);

    /** Older entries than this are all there: no transaction lasts that long, and no two clocks are that far apart. */
    private static final Duration SETTLED_AFTER = Duration.ofHours(1);

    private static final long ONE_AT_A_TIME = 0x646f75616e65_0106L;

    private final Connection connection;
    private final Instant now;

    /** @param connection in a transaction that sees one moment, to be ended by whoever began it */
    Reconciler(Connection connection, Instant now) {
        this.connection = connection;
        this.now = now;
    }

    /** Adds up every entry there is. Changes nothing. */
    Reconciliation whole() throws SQLException {
        return compare(ALL_ENTRIES, allMalformed());
    }

    /**
     * Adds up what is new and keeps the sum of what is old, so that the work does not grow with the years; where that differs, everything is
     * added up. Remembers what was found for all nodes.
     *
     * <p>To be asked first: {@link #isDue}, which keeps other nodes from it meanwhile.
     */
    Reconciliation withBalance() throws SQLException {
        var malformed = latelyMalformed();
        carryForward();
        var found = compare(BALANCE_AND_LATER_ENTRIES, malformed);
        if (!found.isEqual()) {
            found = whole();
            if (found.isEqual()) {
                forgetBalance();
            }
        }
        remember(found);
        return found;
    }

    private long allMalformed() throws SQLException {
        try (var select = connection.createStatement();
                var rows = select.executeQuery(MALFORMED)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /**
     * Of what was written or changed since the last check, where that found nothing wrong: what was found is told until it is gone. A hold that
     * changed has an entry of that time.
     */
    private long latelyMalformed() throws SQLException {
        var since = lastGoodCheck().minus(OVERLAP);
        try (var select = connection.prepareStatement(LATELY_MALFORMED)) {
            select.setObject(1, Ids.lowest(since));
            select.setTimestamp(2, Timestamp.from(since));
            select.setTimestamp(3, Timestamp.from(since));
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** 1970 where there is none, or where the last one found something. */
    private Instant lastGoodCheck() throws SQLException {
        try (var select = connection.createStatement();
                var rows = select.executeQuery("select checked_at from ledger_check where differing = 0")) {
            return rows.next() ? rows.getTimestamp(1).toInstant() : Instant.EPOCH.plus(OVERLAP);
        }
    }

    /** Whether the last check is older than that, and no other node checks at this moment: until the transaction ends, none does. */
    boolean isDue(Duration ifOlderThan) throws SQLException {
        try (var due = connection.prepareStatement(
                "select pg_try_advisory_xact_lock(?) and coalesce(checked_at < ?, true) from ledger_check")) {
            due.setLong(1, ONE_AT_A_TIME);
            due.setTimestamp(2, Timestamp.from(now.minus(ifOlderThan)));
            try (var rows = due.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private void carryForward() throws SQLException {
        try (var carry = connection.prepareStatement("""
                with carried as (
                    select u.account, sum(u.held) as held, sum(u.spent) as spent, coalesce(sum(u.limits), 0) as limits
                    from ledger_entry l, unnest(l.accounts, l.held, l.spent, l.limits) as u (account, held, spent, limits)
                    where l.at >= (select balance_before from ledger_check) and l.at < ?
                    group by u.account)
                insert into ledger_balance as b (account, held, spent, limits) select account, held, spent, limits from carried
                on conflict (account) do update set
                    held = b.held + excluded.held, spent = b.spent + excluded.spent, limits = b.limits + excluded.limits""");
                var mark = connection.prepareStatement(
                        "update ledger_check set balance_before = ? where balance_before < ?")) {
            var before = Timestamp.from(now.minus(SETTLED_AFTER));
            carry.setTimestamp(1, before);
            carry.executeUpdate();
            mark.setTimestamp(1, before);
            mark.setTimestamp(2, before);
            mark.executeUpdate();
        }
    }

    /** An entry came in with a time long past: the next check carries everything forward anew. */
    private void forgetBalance() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("delete from ledger_balance; update ledger_check set balance_before = '-infinity'");
        }
    }

    private void remember(Reconciliation found) throws SQLException {
        try (var remember = connection.prepareStatement("update ledger_check set checked_at = ?, differing = ?")) {
            remember.setTimestamp(1, Timestamp.from(found.at()));
            remember.setLong(2, found.differing() + found.malformed());
            remember.executeUpdate();
        }
    }

    private Reconciliation compare(String entries, long malformed) throws SQLException {
        try (var compare = connection.prepareStatement(COMPARE.replace("ENTRIES", entries))) {
            compare.setInt(1, Reconciliation.TOLD_MAX);
            try (var rows = compare.executeQuery()) {
                rows.next();
                var accounts = rows.getLong("accounts");
                var openHolds = rows.getLong("holds");
                var differing = rows.getLong("differing");
                var differences = new ArrayList<Difference>();
                if (differing > 0) {
                    do {
                        differences.add(difference(rows));
                    } while (rows.next());
                }
                return new Reconciliation(now, accounts, openHolds, differing, differences, malformed);
            }
        }
    }

    private static Difference difference(ResultSet row) throws SQLException {
        var start = row.getTimestamp("period_start");
        return new Difference(
                row.getLong("account"),
                row.getString("name"),
                row.getString("selector"),
                row.getString("scope"),
                start == null ? null : start.toInstant(),
                figures(row, "is_there", "held_nanos", "spent_nanos", "limit_nanos"),
                figures(row, "has_entries", "held", "spent", "limits"),
                row.getLong("open_holds"));
    }

    private static @Nullable Figures figures(ResultSet row, String present, String held, String spent, String limit)
            throws SQLException {
        return row.getBoolean(present) ? new Figures(row.getLong(held), row.getLong(spent), row.getLong(limit)) : null;
    }
}
