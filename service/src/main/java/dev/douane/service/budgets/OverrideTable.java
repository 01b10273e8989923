package dev.douane.service.budgets;

import dev.douane.rules.money.Money;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Overrides as they are stored, each with what became of it. */
final class OverrideTable {
    private static final String SELECT = """
            select o.budget_id, o.number, o.scope, o.extra_nanos, o.from_at, o.until_at, o.why, o.proposed_at, o.proposed_by,
                   a.taken_at as approved_at, a.taken_by as approved_by, a.why as approved_why,
                   r.taken_at as revoked_at, r.taken_by as revoked_by, r.why as revoked_why
            from budget_override o
            left join budget_override_step a on (a.budget_id, a.number, a.action) = (o.budget_id, o.number, 'approve')
            left join budget_override_step r on (r.budget_id, r.number, r.action) = (o.budget_id, o.number, 'revoke')
            """;

    private static final String OF_BUDGET =
            SELECT + "where o.budget_id = ? and o.number < ? order by o.number desc limit ?";

    private static final String SAME = SELECT + """
            where o.budget_id = ? and o.extra_nanos = ? and o.scope is not distinct from ? and o.until_at = ? and o.why = ?
              and o.proposed_by = ? and r.taken_at is null
              and o.from_at = coalesce(cast(? as timestamptz), o.proposed_at)
            order by o.number desc limit 1""";

    private static final String STANDING = """
            select count(*) as standing, count(*) filter (where o.proposed_by = ?) as of_key from budget_override o where o.budget_id = ? and o.until_at > ?
              and not exists (select from budget_override_step r where (r.budget_id, r.number, r.action) = (o.budget_id, o.number, 'revoke'))""";

    private static final String SOME =
            SELECT + "where (o.budget_id, o.number) in (select * from unnest(cast(? as uuid[]), cast(? as int[])))";

    private OverrideTable() {}

    static void insert(Connection connection, UUID budget, Overrides.Recorded override) throws SQLException {
        var wish = override.wish();
        try (var insert = connection.prepareStatement("""
                insert into budget_override (budget_id, number, scope, extra_nanos, from_at, until_at, why, proposed_at, proposed_by)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setObject(1, budget);
            insert.setInt(2, override.number());
            insert.setString(3, wish.scope());
            insert.setLong(4, wish.extra().nanos());
            insert.setObject(5, BudgetTable.time(override.from()));
            insert.setObject(6, BudgetTable.time(wish.until()));
            insert.setString(7, wish.why());
            insert.setObject(8, BudgetTable.time(override.proposed().at()));
            insert.setString(9, override.proposed().by());
            insert.executeUpdate();
        }
    }

    /**
     * A budget's, newest first.
     *
     * @param before exclusive upper bound of their numbers
     */
    static List<Overrides.Recorded> of(Connection connection, UUID budget, int before, int limit) throws SQLException {
        try (var select = connection.prepareStatement(OF_BUDGET)) {
            select.setObject(1, budget);
            select.setInt(2, before);
            select.setInt(3, limit);
            try (var rows = select.executeQuery()) {
                var overrides = new ArrayList<Overrides.Recorded>();
                while (rows.next()) {
                    overrides.add(recorded(rows));
                }
                return overrides;
            }
        }
    }

    /** A budget's newest that somebody proposed in the same words and that is not revoked. */
    static Optional<Overrides.Recorded> same(Connection connection, UUID budget, Overrides.Wish wish, String by)
            throws SQLException {
        try (var select = connection.prepareStatement(SAME)) {
            select.setObject(1, budget);
            select.setLong(2, wish.extra().nanos());
            select.setString(3, wish.scope());
            select.setObject(4, BudgetTable.time(wish.until()));
            select.setString(5, wish.why());
            select.setString(6, by);
            select.setObject(7, wish.from() == null ? null : BudgetTable.time(wish.from()));
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(recorded(rows)) : Optional.empty();
            }
        }
    }

    /**
     * How many of a budget are neither over nor revoked.
     *
     * @param ofKey those that one key proposed
     */
    record Standing(int all, int ofKey) {}

    static Standing standing(Connection connection, UUID budget, Instant at, String by) throws SQLException {
        try (var select = connection.prepareStatement(STANDING)) {
            select.setString(1, by);
            select.setObject(2, budget);
            select.setObject(3, BudgetTable.time(at));
            try (var rows = select.executeQuery()) {
                rows.next();
                return new Standing(rows.getInt("standing"), rows.getInt("of_key"));
            }
        }
    }

    /** The number of a budget's newest; 0 where it has none. */
    static int last(Connection connection, UUID budget) throws SQLException {
        try (var select = connection.prepareStatement(
                "select coalesce(max(number), 0) from budget_override where budget_id = ?")) {
            select.setObject(1, budget);
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    /** Those of several budgets, by where they are. */
    static Map<ProposedTable.Place, Overrides.Recorded> at(
            Connection connection, Collection<ProposedTable.Place> places) throws SQLException {
        try (var select = connection.prepareStatement(SOME)) {
            ProposedTable.set(select, places);
            try (var rows = select.executeQuery()) {
                var found = new HashMap<ProposedTable.Place, Overrides.Recorded>();
                while (rows.next()) {
                    found.put(
                            new ProposedTable.Place(rows.getObject("budget_id", UUID.class), rows.getInt("number")),
                            recorded(rows));
                }
                return found;
            }
        }
    }

    private static Overrides.Recorded recorded(ResultSet row) throws SQLException {
        var proposed = new Step(BudgetTable.instant(row, "proposed_at"), row.getString("proposed_by"), null);
        var from = BudgetTable.instant(row, "from_at");
        return new Overrides.Recorded(
                row.getInt("number"),
                new Overrides.Wish(
                        new Money(row.getLong("extra_nanos")),
                        row.getString("scope"),
                        from.equals(proposed.at()) ? null : from, // it was left out
                        BudgetTable.instant(row, "until_at"),
                        row.getString("why")),
                from,
                proposed,
                Step.read(row, "approved"),
                Step.read(row, "revoked"));
    }
}
