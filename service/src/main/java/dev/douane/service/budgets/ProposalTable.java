package dev.douane.service.budgets;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Proposals as they are stored, each with what became of it. */
final class ProposalTable {
    private static final String SELECT = """
            select p.budget_id, p.number, p.takes_effect, p.changes, p.loosens, p.based_on, p.why, p.proposed_at, p.proposed_by, p.ends_at,
                   a.taken_at as approved_at, a.taken_by as approved_by, a.why as approved_why,
                   r.taken_at as rejected_at, r.taken_by as rejected_by, r.why as rejected_why,
                   (select m.number from budget_amendment m where (m.budget_id, m.proposal) = (p.budget_id, p.number)) as amendment,
                   (select coalesce(max(m.number), 0) from budget_amendment m where m.budget_id = p.budget_id) as last_amendment
            from budget_proposal p
            left join budget_proposal_step a on (a.budget_id, a.number, a.action) = (p.budget_id, p.number, 'approve')
            left join budget_proposal_step r on (r.budget_id, r.number, r.action) = (p.budget_id, p.number, 'reject')
            """;

    private static final String OF_BUDGET =
            SELECT + "where p.budget_id = ? and p.number < ? order by p.number desc limit ?";

    private static final String WAITING = SELECT + """
            where p.budget_id = ? and p.ends_at > ? and a.taken_at is null and r.taken_at is null
              and p.based_on = (select coalesce(max(m.number), 0) from budget_amendment m where m.budget_id = p.budget_id)
            order by p.number desc limit ?""";

    private static final String SOME =
            SELECT + "where (p.budget_id, p.number) in (select * from unnest(cast(? as uuid[]), cast(? as int[])))";

    private ProposalTable() {}

    static void insert(Connection connection, UUID budget, Proposals.Recorded proposed) throws SQLException {
        try (var insert = connection.prepareStatement("""
                insert into budget_proposal
                    (budget_id, number, takes_effect, changes, loosens, based_on, why, proposed_at, proposed_by, ends_at)
                values (?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?)""")) {
            insert.setObject(1, budget);
            insert.setInt(2, proposed.number());
            insert.setString(3, proposed.wish().atOnce() ? "now" : "next-period");
            insert.setString(4, TermsJson.write(proposed.wish().changes()));
            insert.setArray(
                    5, connection.createArrayOf("text", proposed.loosens().toArray()));
            insert.setInt(6, Objects.requireNonNull(proposed.wish().basedOn()));
            insert.setString(7, proposed.wish().why());
            insert.setObject(8, BudgetTable.time(proposed.proposed().at()));
            insert.setString(9, proposed.proposed().by());
            insert.setObject(10, BudgetTable.time(proposed.endsAt()));
            insert.executeUpdate();
        }
    }

    /**
     * A budget's, newest first.
     *
     * @param before exclusive upper bound of their numbers
     */
    static List<Proposals.Recorded> of(Connection connection, UUID budget, int before, int limit) throws SQLException {
        try (var select = connection.prepareStatement(OF_BUDGET)) {
            select.setObject(1, budget);
            select.setInt(2, before);
            select.setInt(3, limit);
            try (var rows = select.executeQuery()) {
                var proposals = new ArrayList<Proposals.Recorded>();
                while (rows.next()) {
                    proposals.add(recorded(rows));
                }
                return proposals;
            }
        }
    }

    /** Those of a budget that wait for somebody else, newest first. */
    static List<Proposals.Recorded> waiting(Connection connection, UUID budget, Instant at, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement(WAITING)) {
            select.setObject(1, budget);
            select.setObject(2, BudgetTable.time(at));
            select.setInt(3, limit);
            try (var rows = select.executeQuery()) {
                var proposals = new ArrayList<Proposals.Recorded>();
                while (rows.next()) {
                    proposals.add(recorded(rows));
                }
                return proposals;
            }
        }
    }

    /** The number of a budget's newest; 0 where it has none. */
    static int last(Connection connection, UUID budget) throws SQLException {
        try (var select = connection.prepareStatement(
                "select coalesce(max(number), 0) from budget_proposal where budget_id = ?")) {
            select.setObject(1, budget);
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    /** Those of several budgets, by where they are. */
    static Map<ProposedTable.Place, Proposals.Recorded> at(
            Connection connection, Collection<ProposedTable.Place> places) throws SQLException {
        try (var select = connection.prepareStatement(SOME)) {
            ProposedTable.set(select, places);
            try (var rows = select.executeQuery()) {
                var found = new HashMap<ProposedTable.Place, Proposals.Recorded>();
                while (rows.next()) {
                    found.put(
                            new ProposedTable.Place(rows.getObject("budget_id", UUID.class), rows.getInt("number")),
                            recorded(rows));
                }
                return found;
            }
        }
    }

    private static Proposals.Recorded recorded(ResultSet row) throws SQLException {
        return new Proposals.Recorded(
                row.getInt("number"),
                new Amendments.Wish(
                        TermsJson.changes(row.getString("changes")),
                        row.getString("takes_effect").equals("now"),
                        row.getString("why"),
                        row.getInt("based_on")),
                Arrays.stream((String[]) row.getArray("loosens").getArray())
                        .map(TermsJson::inTodaysWords)
                        .toList(),
                new Step(BudgetTable.instant(row, "proposed_at"), row.getString("proposed_by"), null),
                BudgetTable.instant(row, "ends_at"),
                Step.read(row, "approved"),
                Step.read(row, "rejected"),
                row.getObject("amendment", Integer.class),
                row.getInt("last_amendment"));
    }
}
