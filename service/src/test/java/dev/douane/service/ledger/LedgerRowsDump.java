package dev.douane.service.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The ledger's rows as text, without what may differ where the same was done: accounts are called by budget, scope and period, not by their ids. */
final class LedgerRowsDump {
    private static final String ACCOUNT = "b.name || ' ' || a.scope || ' ' || a.period_start";

    /** The accounts of a row, in its order. */
    private static final String ACCOUNTS = """
            (select coalesce(jsonb_agg(%s order by u.place), '[]')
             from unnest(%%s) with ordinality as u (id, place) join budget_account a on a.id = u.id join budget b on b.id = a.budget_id)""".formatted(ACCOUNT);

    private static final String HOLDS =
            """
            select to_jsonb(h) || jsonb_build_object('accounts', %s, 'presumed', %s)
            from hold h order by h.decision_id""".formatted(ACCOUNTS.formatted("h.accounts"), ACCOUNTS.formatted("h.presumed"));

    /** In the order in which it was moved; holds that end together are due at the same time, so nobody says in which order. */
    private static final String MOVED = """
            select to_jsonb(l) - 'batch' - 'place' || jsonb_build_object('accounts', %s)
            from ledger_entry l left join ledger_batch n on n.at = l.at and n.batch = l.batch
            where l.decision_id is not null
            order by l.at, case when l.kind <> 'expire' then n.number end, case when l.kind <> 'expire' then l.place end,
                l.decision_id, l.kind""".formatted(ACCOUNTS.formatted("l.accounts"));

    private static final String LIMITS = """
            select l.at || ' ' || l.kind || ' ' || l.moved_by || ' ' || %s || ' ' || u.held || ' ' || u.spent || ' ' || u.limit
            from ledger_entry l, unnest(l.accounts, l.held, l.spent, l.limits) as u (id, held, spent, "limit"),
                budget_account a, budget b
            where l.decision_id is null and a.id = u.id and b.id = a.budget_id order by 1""".formatted(ACCOUNT);

    /** Of the numbers only how many entries each has, and in which places. */
    private static final String NUMBERS = """
            select string_agg(l.place || l.kind, ' ' order by l.place)
            from ledger_batch n join ledger_entry l on n.at = l.at and n.batch = l.batch group by n.number order by n.number""";

    private static final String KEYS = "select to_jsonb(k) from idempotency_key k order by principal, key";
    private static final String DECISIONS = "select to_jsonb(d) from decision d order by id";

    private LedgerRowsDump() {}

    /**
     * All rows, each with its table before it.
     *
     * @param isOneByOne whether each ask was a batch of its own, so that versions, numbers and openings are the same too; else accounts in which nothing was
     *     ever moved are left out, since whoever decides many at once can open one in vain
     */
    static List<String> of(TestServer.Database database, boolean isOneByOne) throws SQLException {
        var rows = new ArrayList<String>();
        add(rows, database, "account", accounts(isOneByOne));
        add(rows, database, "hold", HOLDS);
        add(rows, database, "moved", MOVED);
        add(rows, database, "key", KEYS);
        add(rows, database, "decision", DECISIONS);
        if (isOneByOne) {
            add(rows, database, "limits", LIMITS);
            add(rows, database, "numbers", NUMBERS);
        }
        return rows;
    }

    private static String accounts(boolean isOneByOne) {
        return "select to_jsonb(a) - 'id' - 'changed_at' %s || jsonb_build_object('budget_id', b.name)"
                        .formatted(isOneByOne ? "" : "- 'version'")
                + " from budget_account a join budget b on b.id = a.budget_id where %s order by %s"
                        .formatted(isOneByOne ? "true" : "a.version > 0", ACCOUNT);
    }

    private static void add(List<String> rows, TestServer.Database database, String table, String sql)
            throws SQLException {
        try (var connection = database.connect();
                var select = connection.createStatement();
                var found = select.executeQuery(sql)) {
            while (found.next()) {
                rows.add(table + " " + found.getString(1));
            }
        }
    }
}
