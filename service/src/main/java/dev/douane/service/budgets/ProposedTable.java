package dev.douane.service.budgets;

import dev.douane.service.platform.PageRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Where what was proposed is found, over all budgets: changes of terms and overrides in one order. */
final class ProposedTable {
    private static final String PAGE = """
            select kind, budget_id, number, proposed_at from (
                select 'change' as kind, p.budget_id, p.number, p.proposed_at from budget_proposal p
                where not ? or p.ends_at > ? and not exists (
                    select from budget_proposal_step s where (s.budget_id, s.number) = (p.budget_id, p.number))
                union all
                select 'override', o.budget_id, o.number, o.proposed_at from budget_override o
                where not ? or o.until_at > ? and not exists (
                    select from budget_override_step s where (s.budget_id, s.number) = (o.budget_id, o.number))) proposed
            where (proposed_at, budget_id, number, kind) < (?, ?, ?, ?)
            order by proposed_at desc, budget_id desc, number desc, kind desc limit ?""";

    /** One of a budget's, among those of its kind. */
    record Place(UUID budget, int number) {}

    /**
     * One of all, in their order.
     *
     * @param isOverride rather than a change of terms
     */
    record Key(Instant at, Place place, boolean isOverride) {
        private static final Pattern WORD = Pattern.compile("(\\d{1,16})/([0-9a-f-]{36})/(\\d{1,9})/(change|override)");

        /** Behind all. */
        static final Key END =
                new Key(Instant.parse("9999-12-31T23:59:59Z"), new Place(new UUID(-1, -1), Integer.MAX_VALUE), true);

        private String kind() {
            return isOverride ? "override" : "change";
        }

        /** Its place in the list, for a cursor. */
        String word() {
            return "%d/%s/%d/%s"
                    .formatted(ChronoUnit.MICROS.between(Instant.EPOCH, at), place.budget(), place.number(), kind());
        }

        /** What {@link #word} made. */
        static Key of(String word) {
            var parts = WORD.matcher(word);
            if (!parts.matches()) {
                throw PageRequest.badCursor();
            }
            try {
                return new Key(
                        Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS),
                        new Place(UUID.fromString(parts.group(2)), Integer.parseInt(parts.group(3))),
                        parts.group(4).equals("override"));
            } catch (IllegalArgumentException e) {
                throw PageRequest.badCursor();
            }
        }
    }

    private ProposedTable() {}

    /**
     * Newest first.
     *
     * @param mayWait leaves out what somebody decided on or what is over
     * @param before exclusive bound
     */
    static List<Key> page(Connection connection, boolean mayWait, Instant at, Key before, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement(PAGE)) {
            select.setBoolean(1, mayWait);
            select.setObject(2, BudgetTable.time(at));
            select.setBoolean(3, mayWait);
            select.setObject(4, BudgetTable.time(at));
            select.setObject(5, BudgetTable.time(before.at()));
            select.setObject(6, before.place().budget());
            select.setInt(7, before.place().number());
            select.setString(8, before.kind());
            select.setInt(9, limit);
            try (var rows = select.executeQuery()) {
                var found = new ArrayList<Key>();
                while (rows.next()) {
                    found.add(new Key(
                            BudgetTable.instant(rows, "proposed_at"),
                            new Place(rows.getObject("budget_id", UUID.class), rows.getInt("number")),
                            rows.getString("kind").equals("override")));
                }
                return found;
            }
        }
    }

    /** The first two parameters: the places' budgets and numbers. */
    static void set(PreparedStatement select, Collection<Place> places) throws SQLException {
        var connection = select.getConnection();
        select.setArray(
                1,
                connection.createArrayOf(
                        "uuid", places.stream().map(Place::budget).toArray()));
        select.setArray(
                2,
                connection.createArrayOf(
                        "integer", places.stream().map(Place::number).toArray()));
    }
}
