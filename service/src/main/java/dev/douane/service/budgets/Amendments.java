package dev.douane.service.budgets;

import dev.douane.rules.terms.BudgetTerms;
import dev.douane.rules.terms.Changes;
import dev.douane.rules.terms.Overrun;
import dev.douane.rules.terms.Rollover;
import dev.douane.rules.terms.Timeline;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Changes the terms of budgets. Every method blocks.
 *
 * <p>The budget's row is locked against openings of accounts first; then the open accounts are changed in the order of their ids; the amendment
 * itself comes last, since it takes its turn on the row that counts changes.
 */
final class Amendments {
    /** How long before a period's end its successor's terms are settled: longer than any node may be without news. */
    static final Duration NOTICE = Duration.ofMinutes(1);

    private static final String PASS_OVER = """
            with locked as (
                select id, limit_nanos as before from budget_account where budget_id = ? and period_end > ?
                order by id for no key update)
            update budget_account a set
                limit_nanos = least(?::numeric + a.carry_nanos, 9223372036854775807)::bigint,
                hard = ?, may_cross = ?, releases = ?,
                version = a.version + 1, changed_at = clock_timestamp()
            from locked l where a.id = l.id
            returning a.id, a.limit_nanos - l.before as difference""";

    /** Amendments of one budget by one key in 24 hours. */
    static final int A_DAY_AND_KEY_MAX = 100;

    /** Amendments of one budget: every node has all there ever were in mind. */
    static final int IN_ALL_MAX = 10_000;

    private static final String NTH_OF_KEY =
            "select changed_at from budget_amendment where budget_id = ? and changed_by = ? order by number desc offset ? limit 1";

    private static final Duration DAY = Duration.ofDays(1);

    /**
     * What is asked for.
     *
     * @param basedOn the number of the last amendment that the author knew of; null where it does not matter
     */
    record Wish(
            Changes changes,
            boolean atOnce,
            String why,
            @Nullable Integer basedOn) {}

    /**
     * An amendment that was made.
     *
     * @param effectiveAt first instant at which it is in force
     * @param approval of the proposal that it comes from; null where nobody had to be asked
     * @param isNew whether it was made now, rather than by an earlier request that said the same
     */
    record Amended(
            int number,
            Changes changes,
            boolean atOnce,
            Instant effectiveAt,
            String why,
            Instant changedAt,
            String changedBy,
            @Nullable Approval approval,
            boolean isNew) {}

    /**
     * Who approved an amendment, where somebody had to be asked.
     *
     * @param proposal its number among the budget's
     */
    record Approval(int proposal, Step step) {}

    /**
     * What would come of a wish. Nothing is changed yet.
     *
     * @param number the amendment's, were it made
     * @param from first instant at which it would be in force
     * @param before terms that it changes
     * @param terms those that it leaves
     */
    record Draft(
            UUID budget,
            Wish wish,
            int number,
            Timeline timeline,
            Instant now,
            Instant from,
            BudgetTerms before,
            BudgetTerms terms) {}

    private final DataSource database;
    private final InstantSource time;

    Amendments(DataSource database, InstantSource time) {
        this.database = database;
        this.time = time;
    }

    /**
     * Amends a budget. The same request again, with nothing in between, is the amendment that is there.
     *
     * @throws ProblemException BUDGET_NOT_FOUND; CONFLICT where somebody else amended it meanwhile or its period is about to end;
     *     UNPROCESSABLE where the amendment makes no sense for this budget
     */
    Amended amend(UUID budget, Wish wish, String by) throws SQLException {
        return InTransaction.of(database, connection -> {
            InTransaction.lockBudget(connection, budget, "for update");
            var same = lastIfSame(connection, budget, wish, by);
            return same.isPresent() ? same.get() : make(connection, draft(connection, budget, wish), by, null);
        });
    }

    /** The last amendment, if it is this request's that came before. */
    static Optional<Amended> lastIfSame(Connection connection, UUID budget, Wish wish, String by) throws SQLException {
        return last(connection, budget).filter(last -> isRepeat(last, wish, by));
    }

    /**
     * Looks at what would come of a wish. The budget's row is locked.
     *
     * @throws ProblemException as {@link #amend}
     */
    Draft draft(Connection connection, UUID budget, Wish wish) throws SQLException {
        var last = last(connection, budget).map(Amended::number).orElse(0);
        if (wish.basedOn() != null && !wish.basedOn().equals(last)) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "The budget was amended meanwhile: its last amendment is %d, not %d."
                            .formatted(last, wish.basedOn()));
        }
        var timeline = TimelineTable.find(connection, budget).orElseThrow();
        var now = time.instant().truncatedTo(ChronoUnit.MICROS);
        var from = wish.atOnce() ? timeline.latestAtOnce(now) : nextPeriod(timeline, now);
        var before = timeline.at(from).terms();
        var terms = wish.changes().applied(before);
        check(before, terms);
        if (before.closed() && !terms.closed()) {
            requireItsName(connection, budget);
        }
        return new Draft(budget, wish, last + 1, timeline, now, from, before, terms);
    }

    /**
     * Asked before somebody amends a budget alone; to close it is never too much. The budget's row is locked.
     *
     * @throws ProblemException TOO_MANY_REQUESTS where the key amended it as often in a day as it may; CONFLICT where it was as often as it may be
     */
    void demandAllowance(Connection connection, UUID budget, Wish wish, String by) throws SQLException {
        if (Boolean.TRUE.equals(wish.changes().closed())) {
            return;
        }
        if (last(connection, budget).map(Amended::number).orElse(0) >= IN_ALL_MAX) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "The budget was amended %d times, as often as it may be. Maybe close it, and make another."
                            .formatted(IN_ALL_MAX));
        }
        try (var select = connection.prepareStatement(NTH_OF_KEY)) {
            select.setObject(1, budget);
            select.setString(2, by);
            select.setInt(3, A_DAY_AND_KEY_MAX - 1);
            try (var rows = select.executeQuery()) {
                if (rows.next()) {
                    demandLongAgo(BudgetTable.instant(rows, "changed_at"));
                }
            }
        }
    }

    private void demandLongAgo(Instant changedAt) {
        var free = Duration.between(time.instant(), changedAt.plus(DAY));
        if (free.isPositive()) {
            throw ProblemException.retryAfter(
                    ProblemType.TOO_MANY_REQUESTS,
                    "This key amended the budget %d times in a day, and that is all it may."
                            .formatted(A_DAY_AND_KEY_MAX),
                    free);
        }
    }

    /**
     * Makes it so.
     *
     * @param approval null where nobody had to be asked
     */
    static Amended make(Connection connection, Draft draft, String by, @Nullable Approval approval)
            throws SQLException {
        var wish = draft.wish();
        if (wish.atOnce()) {
            passOver(connection, draft.budget(), draft.terms(), draft.from(), by);
        }
        var amended = new Amended(
                draft.number(),
                wish.changes(),
                wish.atOnce(),
                draft.from(),
                wish.why(),
                draft.now(),
                by,
                approval,
                true);
        insert(connection, draft.budget(), amended);
        return amended;
    }

    /** A closed budget whose name another one took stays closed: both would answer to it. */
    private static void requireItsName(Connection connection, UUID budget) throws SQLException {
        try (var select = connection.prepareStatement(
                "select name, name_given_up_at from budget where id = ? and name_given_up_at is not null")) {
            select.setObject(1, budget);
            try (var rows = select.executeQuery()) {
                if (rows.next()) {
                    throw new ProblemException(
                            ProblemType.CONFLICT,
                            "The budget cannot be opened again: its name (%s) was taken by another one at %s."
                                    .formatted(rows.getString(1), BudgetTable.instant(rows, "name_given_up_at")));
                }
            }
        }
    }

    private static boolean isRepeat(Amended last, Wish wish, String by) {
        return last.changes().equals(wish.changes())
                && last.atOnce() == wish.atOnce()
                && last.why().equals(wish.why())
                && last.changedBy().equals(by);
    }

    private static Instant nextPeriod(Timeline timeline, Instant now) {
        if (!timeline.at(now).period().repeats()) {
            throw new ProblemException(ProblemType.UNPROCESSABLE, "The budget has one period only; no other follows.");
        }
        var end = timeline.span(now).end();
        if (now.plus(NOTICE).isAfter(end)) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "The period ends at %s, too soon to tell every node. Ask again after it.".formatted(end));
        }
        return end;
    }

    private static void check(BudgetTerms before, BudgetTerms terms) {
        if (terms.equals(before)) {
            throw new ProblemException(ProblemType.UNPROCESSABLE, "The budget has these terms already.");
        }
        if (!terms.period().repeats() && !(terms.rollover() instanceof Rollover.None)) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE, "The budget has one period only; there is nothing to roll over into.");
        }
        if (terms.period().repeats() != before.period().repeats()) {
            throw new ProblemException(
                    ProblemType.UNPROCESSABLE, "A budget of one window stays one. Close it, and make another.");
        }
    }

    private static void passOver(Connection connection, UUID budget, BudgetTerms terms, Instant from, String by)
            throws SQLException {
        var postings = new ArrayList<Movement.Posting>();
        try (var update = connection.prepareStatement(PASS_OVER)) {
            update.setObject(1, budget);
            update.setObject(2, BudgetTable.time(from));
            update.setLong(3, terms.amount().nanos());
            update.setBoolean(4, terms.hard());
            update.setBoolean(5, terms.overrun() == Overrun.LAST_CALL_MAY_CROSS);
            update.setBoolean(6, terms.releases());
            try (var rows = update.executeQuery()) {
                while (rows.next()) {
                    if (rows.getLong("difference") != 0) {
                        postings.add(Movement.Posting.ofLimit(rows.getLong("id"), rows.getLong("difference")));
                    }
                }
            }
        }
        if (!postings.isEmpty()) {
            var batch = LedgerBatch.of(from);
            batch.takeNumber(connection);
            LedgerEntries.append(connection, batch, List.of(Movement.ofLimits(Movement.Kind.AMEND, by, postings)));
        }
    }

    private static void insert(Connection connection, UUID budget, Amended amended) throws SQLException {
        try (var insert = connection.prepareStatement("""
                insert into budget_amendment
                    (budget_id, number, takes_effect, effective_at, changes, why, changed_at, changed_by, proposal)
                values (?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)""")) {
            insert.setObject(1, budget);
            insert.setInt(2, amended.number());
            insert.setString(3, amended.atOnce() ? "now" : "next-period");
            insert.setObject(4, BudgetTable.time(amended.effectiveAt()));
            insert.setString(5, TermsJson.write(amended.changes()));
            insert.setString(6, amended.why());
            insert.setObject(7, BudgetTable.time(amended.changedAt()));
            insert.setString(8, amended.changedBy());
            insert.setObject(
                    9, amended.approval() == null ? null : amended.approval().proposal(), Types.INTEGER);
            insert.executeUpdate();
        }
    }

    private static Optional<Amended> last(Connection connection, UUID budget) throws SQLException {
        return read(connection, budget, Integer.MAX_VALUE, 1).stream().findFirst();
    }

    /**
     * One of a budget's amendments.
     *
     * @throws ProblemException NOT_FOUND
     */
    Amended get(UUID budget, int number) throws SQLException {
        try (var connection = database.getConnection()) {
            return read(connection, budget, number + 1, 1).stream()
                    .filter(one -> one.number() == number)
                    .findFirst()
                    .orElseThrow(() -> new ProblemException(
                            ProblemType.NOT_FOUND, "The budget has no amendment %d.".formatted(number)));
        }
    }

    /**
     * A budget's amendments, newest first.
     *
     * @param before exclusive upper bound of their numbers
     */
    List<Amended> of(UUID budget, int before, int limit) throws SQLException {
        try (var connection = database.getConnection()) {
            return read(connection, budget, before, limit);
        }
    }

    private static List<Amended> read(Connection connection, UUID budget, int before, int limit) throws SQLException {
        try (var select = connection.prepareStatement("""
                select a.number, a.takes_effect, a.effective_at, a.changes, a.why, a.changed_at, a.changed_by,
                       a.proposal, s.taken_at as approved_at, s.taken_by as approved_by, s.why as approved_why
                from budget_amendment a
                left join budget_proposal_step s on (s.budget_id, s.number) = (a.budget_id, a.proposal)
                where a.budget_id = ? and a.number < ? order by a.number desc limit ?""")) {
            select.setObject(1, budget);
            select.setInt(2, before);
            select.setInt(3, limit);
            try (var rows = select.executeQuery()) {
                var amendments = new ArrayList<Amended>();
                while (rows.next()) {
                    amendments.add(new Amended(
                            rows.getInt("number"),
                            TermsJson.changes(rows.getString("changes")),
                            rows.getString("takes_effect").equals("now"),
                            BudgetTable.instant(rows, "effective_at"),
                            rows.getString("why"),
                            BudgetTable.instant(rows, "changed_at"),
                            rows.getString("changed_by"),
                            approval(rows),
                            false));
                }
                return amendments;
            }
        }
    }

    private static @Nullable Approval approval(ResultSet row) throws SQLException {
        var step = Step.read(row, "approved");
        return step == null ? null : new Approval(row.getInt("proposal"), step);
    }
}
