package dev.douane.service.budgets;

import dev.douane.rules.money.Money;
import dev.douane.rules.terms.ApprovedOverride;
import dev.douane.rules.terms.BudgetDefinition;
import dev.douane.rules.terms.BudgetTerms;
import dev.douane.rules.terms.Overrun;
import dev.douane.rules.terms.Period;
import dev.douane.rules.terms.Rollover;
import dev.douane.rules.terms.Timeline;
import dev.douane.rules.usage.EstimateTerms;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads budgets through time: as they were made, their amendments, and the overrides that are approved. */
final class TimelineTable {
    private static final String BUDGETS = """
            select id, name, scope, starter, owner, amount_nanos, period_unit, period_zone, period_fiscal, window_start, window_end, hardness,
                   overrun, estimate, estimate_quantile, estimate_floor, estimate_warm_up, rollover, rollover_cap_nanos, hold_expiry
            from budget where ? or id = any (?) order by name""";

    private static final String AMENDMENTS = """
            select budget_id, number, effective_at, takes_effect, changes from budget_amendment
            where (? or budget_id = any (?)) and changed_at <= ?
            order by budget_id, effective_at, number""";

    private static final String EXTRAS = """
            select o.budget_id, o.number, o.scope, o.extra_nanos, o.from_at, o.until_at
            from budget_override o
            where (? or o.budget_id = any (?))
              and exists (select from budget_override_step s
                          where s.budget_id = o.budget_id and s.number = o.number and s.action = 'approve' and s.taken_at <= ?)
              and not exists (select from budget_override_step s
                              where s.budget_id = o.budget_id and s.number = o.number and s.action = 'revoke' and s.taken_at <= ?)
            order by o.budget_id, o.number""";

    /** PostgreSQL's infinity: whatever is stored, by whatever clock. */
    private static final OffsetDateTime WHATEVER_IS_STORED = OffsetDateTime.MAX;

    private TimelineTable() {}

    /**
     * How far the database had come; what is read after it is at least as new.
     *
     * @param number counts the changes of terms
     * @param at by the database's clock
     */
    record Revision(long number, Instant at) {}

    static Revision revision(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("select number, clock_timestamp() as at from budget_revision");
                var rows = select.executeQuery()) {
            rows.next();
            return new Revision(rows.getLong("number"), BudgetTable.instant(rows, "at"));
        }
    }

    /** All budgets, by name. */
    static List<Timeline> all(Connection connection) throws SQLException {
        return read(connection, null, WHATEVER_IS_STORED);
    }

    static Optional<Timeline> find(Connection connection, UUID budget) throws SQLException {
        return read(connection, List.of(budget), WHATEVER_IS_STORED).stream().findFirst();
    }

    /** As it was known at an earlier time: without what was decided of it since. */
    static Optional<Timeline> known(Connection connection, UUID budget, Instant then) throws SQLException {
        return read(connection, List.of(budget), BudgetTable.time(then)).stream()
                .findFirst();
    }

    /** Some budgets, by id. */
    static Map<UUID, Timeline> of(Connection connection, Collection<UUID> budgets) throws SQLException {
        var found = new HashMap<UUID, Timeline>();
        read(connection, budgets, WHATEVER_IS_STORED)
                .forEach(timeline -> found.put(timeline.made().id(), timeline));
        return found;
    }

    private static List<Timeline> read(Connection connection, @Nullable Collection<UUID> only, OffsetDateTime decidedBy)
            throws SQLException {
        var made = read(connection, BUDGETS, only, List.of(), rows -> {
            var budgets = new ArrayList<BudgetDefinition>();
            while (rows.next()) {
                budgets.add(definition(rows));
            }
            return budgets;
        });
        var amendments = read(connection, AMENDMENTS, only, List.of(decidedBy), rows -> {
            var byBudget = new HashMap<UUID, List<Timeline.Amendment>>();
            while (rows.next()) {
                byBudget.computeIfAbsent(budget(rows), key -> new ArrayList<>())
                        .add(new Timeline.Amendment(
                                rows.getInt("number"),
                                BudgetTable.instant(rows, "effective_at"),
                                rows.getString("takes_effect").equals("now"),
                                TermsJson.changes(rows.getString("changes"))));
            }
            return byBudget;
        });
        var extras = read(connection, EXTRAS, only, List.of(decidedBy, decidedBy), rows -> {
            var byBudget = new HashMap<UUID, List<ApprovedOverride>>();
            while (rows.next()) {
                byBudget.computeIfAbsent(budget(rows), key -> new ArrayList<>())
                        .add(new ApprovedOverride(
                                rows.getInt("number"),
                                rows.getString("scope"),
                                new Money(rows.getLong("extra_nanos")),
                                BudgetTable.instant(rows, "from_at"),
                                BudgetTable.instant(rows, "until_at")));
            }
            return byBudget;
        });
        return made.stream()
                .map(budget -> new Timeline(
                        budget,
                        amendments.getOrDefault(budget.id(), List.of()),
                        extras.getOrDefault(budget.id(), List.of())))
                .toList();
    }

    private interface Reading<T> {
        T of(ResultSet rows) throws SQLException;
    }

    private static <T> T read(
            Connection connection,
            String sql,
            @Nullable Collection<UUID> only,
            List<OffsetDateTime> decidedBy,
            Reading<T> reading)
            throws SQLException {
        try (var select = connection.prepareStatement(sql)) {
            select.setBoolean(1, only == null);
            select.setArray(2, connection.createArrayOf("uuid", only == null ? new UUID[0] : only.toArray()));
            for (int i = 0; i < decidedBy.size(); i++) {
                select.setObject(3 + i, decidedBy.get(i));
            }
            try (var rows = select.executeQuery()) {
                return reading.of(rows);
            }
        }
    }

    private static UUID budget(ResultSet row) throws SQLException {
        return row.getObject("budget_id", UUID.class);
    }

    private static BudgetDefinition definition(ResultSet row) throws SQLException {
        return new BudgetDefinition(
                row.getObject("id", UUID.class),
                row.getString("name"),
                TermsJson.scope(row.getString("scope")),
                row.getBoolean("starter"),
                new BudgetTerms(
                        row.getString("owner"),
                        new Money(row.getLong("amount_nanos")),
                        period(row),
                        row.getString("hardness").equals("hard"),
                        row.getString("overrun").equals(Overrun.LAST_CALL_MAY_CROSS.word())
                                ? Overrun.LAST_CALL_MAY_CROSS
                                : Overrun.NEVER,
                        estimate(row),
                        rollover(row),
                        row.getString("hold_expiry").equals("release"),
                        false));
    }

    private static Period period(ResultSet row) throws SQLException {
        var unit = row.getString("period_unit");
        if (unit.equals(Period.ONCE)) {
            return new Period.Once(
                    new Period.Span(BudgetTable.instant(row, "window_start"), BudgetTable.instant(row, "window_end")));
        }
        var fiscal = row.getString("period_fiscal");
        return Period.of(
                Period.Unit.valueOf(unit.toUpperCase(Locale.ROOT)), ZoneId.of(row.getString("period_zone")), fiscal);
    }

    private static EstimateTerms estimate(ResultSet row) throws SQLException {
        return row.getString("estimate").equals("expected")
                ? new EstimateTerms(
                        EstimateTerms.Mode.EXPECTED,
                        row.getInt("estimate_quantile"),
                        row.getInt("estimate_floor"),
                        row.getInt("estimate_warm_up"))
                : EstimateTerms.WORST_CASE;
    }

    private static Rollover rollover(ResultSet row) throws SQLException {
        return switch (row.getString("rollover")) {
            case "carry" -> new Rollover.Carry();
            case "capped" -> new Rollover.Capped(new Money(row.getLong("rollover_cap_nanos")));
            default -> new Rollover.None();
        };
    }
}
