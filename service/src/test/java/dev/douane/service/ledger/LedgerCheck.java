package dev.douane.service.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether the figures of all accounts are what the holds add up to, and every hold stands on a recorded decision. */
public final class LedgerCheck {
    private static final String WRONG_ACCOUNTS = """
            select a.id, a.held_nanos, coalesce(h.held, 0), a.spent_nanos, coalesce(h.spent, 0)
            from budget_account a left join (
                select account,
                    sum(greatest(amount - reported, 0)) filter (where state = 'held') as held,
                    sum(case state when 'held' then reported
                        when 'settled' then case settled_by when 'usage' then charged_nanos else greatest(amount, reported) end
                        when 'expired' then case when account = any (presumed) then greatest(amount, reported) else reported end end) as spent
                from (select u.account, state, settled_by, charged_nanos, presumed, coalesce(u.amount, amount_nanos) as amount,
                        coalesce(reported_nanos, 0) as reported
                    from hold, unnest(accounts, amounts) as u (account, amount)) each
                group by account) h on h.account = a.id
            where a.held_nanos <> coalesce(h.held, 0) or a.spent_nanos <> coalesce(h.spent, 0)""";

    private static final String WRONG_ENTRIES = """
            select a.id, a.held_nanos, e.held, a.spent_nanos, e.spent, a.limit_nanos, e.limit
            from budget_account a left join (
                select u.account, sum(u.held) as held, sum(u.spent) as spent, sum(u.limit) as "limit"
                from ledger_entry l, unnest(l.accounts, l.held, l.spent, l.limits) as u (account, held, spent, "limit")
                group by u.account) e on e.account = a.id
            where (a.held_nanos, a.spent_nanos, a.limit_nanos) is distinct from (e.held::bigint, e.spent::bigint, e.limit::bigint)""";

    private static final String WRONG_HOLDS = """
            select h.decision_id, h.amount_nanos, d.held_nanos
            from hold h full join (select id, held_nanos from decision where held_nanos is not null) d on d.id = h.decision_id
            where h.amount_nanos is distinct from d.held_nanos""";

    private static final String MALFORMED =
            "select 'hold', decision_id::text from malformed_hold union all select kind, decision_id::text from malformed_ledger_entry";

    private static final String MOVED_BY_NOBODY = """
            select 'entry', kind, decision_id::text, moved_by from ledger_entry
            where moved_by is null or (kind in ('open', 'expire') and moved_by <> 'house') or (kind in ('hold', 'report', 'settle') and moved_by = 'house')
            union all
            select 'hold', state, decision_id::text, moved_by from hold
            where owner is null or (moved_by is null and (state <> 'held' or reported_nanos is not null))""";

    private LedgerCheck() {}

    static void everythingAddsUp(TestServer.Database database) {
        try (var connection = database.connect()) {
            everythingAddsUp(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same over a connection to a database of whatever kind. */
    public static void everythingAddsUp(Connection database) {
        assertThat(rows(database, WRONG_ACCOUNTS))
                .as("accounts that differ from their holds")
                .isEmpty();
        assertThat(rows(database, WRONG_ENTRIES))
                .as("accounts that differ from the sums of their entries")
                .isEmpty();
        assertThat(rows(database, WRONG_HOLDS))
                .as("holds that differ from their decisions")
                .isEmpty();
        assertThat(rows(database, MALFORMED))
                .as("holds and entries that cannot be")
                .isEmpty();
        assertThat(rows(database, MOVED_BY_NOBODY))
                .as("holds and entries that do not say whose they are or who moved them")
                .isEmpty();
    }

    private static List<String> rows(Connection database, String sql) {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(sql)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                var row = new StringBuilder();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.append(rows.getString(column)).append(' ');
                }
                found.add(row.toString());
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
