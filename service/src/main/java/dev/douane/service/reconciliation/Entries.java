package dev.douane.service.reconciliation;

import dev.douane.service.budgets.AccountScope;
import dev.douane.service.platform.PageRequest;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.TimeSource;
import dev.douane.service.platform.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's entries, in the order in which they came to count: those of a decision, and those of an account with what it carried after
 * each. Entries are found by block ranges of time rather than by an index of their own, since they are written with every decision and read now and then.
 */
@ApplicationScoped
class Entries {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** How much before a period's start its accounts may have been opened, by clocks that differ. */
    private static final Duration EARLY = Duration.ofDays(1);

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    /**
     * The order in which accounts were changed: that of the numbers of transactions, and within one of them that of its entries. What has no
     * number was there before: an account's opening, and what was written before there were numbers, by its time.
     */
    private static final String IN_ORDER =
            "coalesce(b.number, 0), case when b.number is null then l.at end, l.place, l.ctid";

    private static final String OF_DECISION = """
            select l.at, l.kind, l.decision_id, g.name, g.scope as selector, a.scope, a.period_start, a.period_end, u.held, u.spent, u.limits, l.moved_by,
                null::numeric as held_after, null::numeric as spent_after, null::numeric as limit_after, null::bigint as number
            from ledger_entry l
            cross join unnest(l.accounts, l.held, l.spent, l.limits) as u (account, held, spent, limits)
            left join ledger_batch b on b.at = l.at and b.batch = l.batch
            join budget_account a on a.id = u.account join budget g on g.id = a.budget_id
            where l.decision_id = ? order by IN_ORDER, g.name, a.scope""".replace("IN_ORDER", IN_ORDER);

    private static final String OF_ACCOUNT = """
            with own as (
                select at, batch, place, l.ctid, kind, decision_id, l.held[n.n] as held, l.spent[n.n] as spent, l.limits[n.n] as limits, moved_by
                from ledger_entry l, lateral array_position(l.accounts, ?) as n (n)
                where l.at >= ? and n.n is not null),
            run as (
                select l.*, row_number() over w as number, sum(held) over w as held_after, sum(spent) over w as spent_after,
                    sum(coalesce(limits, 0)) over w as limit_after
                from own l left join ledger_batch b on b.at = l.at and b.batch = l.batch and b.at >= ?
                window w as (order by IN_ORDER rows unbounded preceding))
            select run.at, run.kind, run.decision_id, g.name, g.scope as selector, a.scope, a.period_start, a.period_end, run.held, run.spent, run.limits,
                run.moved_by, run.held_after, run.spent_after, run.limit_after, run.number
            from run, budget_account a join budget g on g.id = a.budget_id
            where a.id = ? and run.number > ? order by run.number limit ?""".replace("IN_ORDER", IN_ORDER);

    private static final String FIND_SELECTOR = "select scope from budget where id = ?";

    private static final String FIND_ACCOUNT = """
            select id, period_start from budget_account
            where budget_id = ? and scope = ? and period_start <= ? and period_end > ? order by period_start desc limit 1""";

    private final DataSource database;
    private final TimeSource time;

    /**
     * What one movement did to one account, in nano-units.
     *
     * @param by the id of a key, or {@code house}; null for what was not recorded
     * @param selector the budget's, as it is stored
     * @param scope the account's, in words
     * @param limit null for a movement that is none of the limit
     * @param after what the account carried then; null where that is not asked for
     * @param number counts the account's entries, from 1; null where that is not asked for
     */
    record Entry(
            Instant at,
            String kind,
            @Nullable UUID decision,
            @Nullable String by,
            String budget,
            String selector,
            String scope,
            Instant periodStart,
            Instant periodEnd,
            long held,
            long spent,
            @Nullable Long limit,
            Reconciliation.@Nullable Figures after,
            @Nullable Long number) {}

    @Inject
    Entries(DataSource database, TimeSource time) {
        this.database = database;
        this.time = time;
    }

    /** Every movement of a decision's money, in order. */
    List<Entry> ofDecision(UUID decision) throws SQLException {
        try (var transaction = Transaction.on(database)) {
            transaction.limit(LIMIT);
            try (var find = transaction.connection().prepareStatement(OF_DECISION)) {
                find.setObject(1, decision);
                return read(find);
            }
        }
    }

    /**
     * Movements of one account, in order.
     *
     * @param scope which account, as {@link AccountScope#asked} reads it; null for that of a budget that has but one
     * @param at a moment of the period asked for; null for now
     * @param after the number of the last entry of the page before
     * @return empty where no such account was opened
     * @throws ProblemException BUDGET_NOT_FOUND
     */
    Optional<List<Entry>> ofAccount(
            UUID budget, @Nullable String scope, @Nullable Instant at, Optional<String> after, int limit)
            throws SQLException {
        var last = after.orElse("0");
        if (!NUMBER.matcher(last).matches()) {
            throw PageRequest.badCursor();
        }
        try (var transaction = Transaction.on(database)) {
            transaction.limit(LIMIT);
            try (var account = transaction.connection().prepareStatement(FIND_ACCOUNT);
                    var find = transaction.connection().prepareStatement(OF_ACCOUNT)) {
                var moment = Timestamp.from(at == null ? time.now() : at);
                var selector = selector(transaction.connection(), budget);
                account.setObject(1, budget);
                account.setString(2, AccountScope.asked(selector, scope));
                account.setTimestamp(3, moment);
                account.setTimestamp(4, moment);
                try (var found = account.executeQuery()) {
                    if (!found.next()) {
                        return Optional.empty();
                    }
                    var since = Timestamp.from(found.getTimestamp(2).toInstant().minus(EARLY));
                    find.setLong(1, found.getLong(1));
                    find.setTimestamp(2, since);
                    find.setTimestamp(3, since);
                    find.setLong(4, found.getLong(1));
                }
                find.setLong(5, Long.parseLong(last));
                find.setInt(6, limit);
                return Optional.of(read(find));
            }
        }
    }

    private static String selector(Connection connection, UUID budget) throws SQLException {
        try (var find = connection.prepareStatement(FIND_SELECTOR)) {
            find.setObject(1, budget);
            try (var found = find.executeQuery()) {
                if (!found.next()) {
                    throw noBudget(budget.toString());
                }
                return found.getString(1);
            }
        }
    }

    static ProblemException noBudget(String id) {
        return new ProblemException(ProblemType.BUDGET_NOT_FOUND, "There is no budget (%s).".formatted(id));
    }

    private static List<Entry> read(PreparedStatement find) throws SQLException {
        var entries = new ArrayList<Entry>();
        try (var row = find.executeQuery()) {
            while (row.next()) {
                entries.add(entry(row));
            }
        }
        return entries;
    }

    private static Entry entry(ResultSet row) throws SQLException {
        var limit = row.getObject("limits", Long.class);
        var hasAfter = row.getObject("held_after") != null;
        return new Entry(
                row.getTimestamp("at").toInstant(),
                row.getString("kind"),
                row.getObject("decision_id", UUID.class),
                row.getString("moved_by"),
                row.getString("name"),
                row.getString("selector"),
                row.getString("scope"),
                row.getTimestamp("period_start").toInstant(),
                row.getTimestamp("period_end").toInstant(),
                row.getLong("held"),
                row.getLong("spent"),
                limit,
                hasAfter
                        ? new Reconciliation.Figures(
                                row.getLong("held_after"), row.getLong("spent_after"), row.getLong("limit_after"))
                        : null,
                row.getObject("number", Long.class));
    }
}
