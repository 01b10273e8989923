package dev.douane.service.budgets;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One thing that somebody did with what had to be approved.
 *
 * @param why where it was said
 */
record Step(Instant at, String by, @Nullable String why) {
    private static final Logger LOG = Logger.getLogger(Step.class);

    /** What of a budget is asked for, and has steps. */
    enum Of {
        OVERRIDE,
        PROPOSAL;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Writes it down. The database refuses an approval by whoever proposed.
     *
     * @param action {@code approve}, and what else the table takes
     */
    static Step take(Connection connection, Of what, UUID budget, int number, String action, Step step)
            throws SQLException {
        try (var insert = connection.prepareStatement(
                "insert into budget_%s_step (budget_id, number, action, why, taken_at, taken_by) values (?, ?, ?, ?, ?, ?)"
                        .formatted(what.word()))) {
            insert.setObject(1, budget);
            insert.setInt(2, number);
            insert.setString(3, action);
            insert.setString(4, step.why());
            insert.setObject(5, BudgetTable.time(step.at()));
            insert.setString(6, step.by());
            insert.executeUpdate();
        }
        LOG.infof("budget %s: %s %s %d, by %s", budget, action, what.word(), number, step.by());
        return step;
    }

    /**
     * Reads one beside what it was taken with.
     *
     * @param what what its columns begin with, {@code approved}
     * @return null where nobody took it
     */
    static @Nullable Step read(ResultSet row, String what) throws SQLException {
        var at = row.getObject(what + "_at", OffsetDateTime.class);
        return at == null ? null : new Step(at.toInstant(), row.getString(what + "_by"), row.getString(what + "_why"));
    }
}
