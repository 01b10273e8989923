package dev.douane.service.ledger.store;

import dev.douane.rules.ledger.Account;
import dev.douane.rules.ledger.Delta;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.AccountKey;
import dev.douane.service.platform.UnitOfWork.Query;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/** The accounts' rows. They are locked in the order of their ids, whether first or when they are written, so that nodes never wait in a circle. */
final class AccountRows {
    private static final String COLUMNS =
            "id, budget_id, scope, period_start, period_end, hard, may_cross, limit_nanos, held_nanos, spent_nanos, version";

    private static final String LOCK =
            "select " + COLUMNS + " from budget_account where id = any (?) order by id for no key update";

    private static final String FIND = "select " + COLUMNS + """
             from unnest(?::uuid[], ?::text[], ?::timestamptz[]) as k (budget_id, scope, period_start)
            join budget_account a using (budget_id, scope, period_start)""";

    private static final String RELEASING = "select id from budget_account where id = any (?) and releases";

    /**
     * The rows are found in the order of the array, which is that of ids, and locked as they are changed: ledger connections know no joins but
     * nested loops. Of a row that had the version it was expected to have all is known already, so nothing but its id comes back.
     */
    private static final String CHANGE = """
            update budget_account a set
                held_nanos = a.held_nanos + d.held,
                spent_nanos = a.spent_nanos + d.spent,
                version = a.version + 1,
                changed_at = clock_timestamp()
            from unnest(?, ?, ?, ?) as d (id, held, spent, version)
            where a.id = d.id and (d.version < 0 or a.version = d.version)
            returning a.id, d.version < 0 as unforeseen,
                case when d.version < 0 then a.budget_id end as budget_id,
                case when d.version < 0 then a.scope end as scope,
                case when d.version < 0 then a.period_start end as period_start,
                case when d.version < 0 then a.period_end end as period_end,
                case when d.version < 0 then a.hard end as hard,
                case when d.version < 0 then a.may_cross end as may_cross,
                case when d.version < 0 then a.limit_nanos end as limit_nanos,
                case when d.version < 0 then a.held_nanos end as held_nanos,
                case when d.version < 0 then a.spent_nanos end as spent_nanos,
                case when d.version < 0 then a.version end as version""";

    private static final String CHANGE_AND_TAKE_NUMBER = "with written as (" + CHANGE + "), numbered as ("
            + EntryRows.takeNumberAfter("written") + ") select * from written";

    private static final String UNCHANGED = """
            select count(*) from budget_account a join unnest(?, ?) as d (id, version) on d.id = a.id and d.version = a.version""";

    private AccountRows() {}

    /** Locks rows, in the order of their ids; those that are not there are left out. */
    static Query<Map<Long, Account>> lock(Set<Long> ids) {
        return new Query<>(LOCK, to -> to.object(longs(ids)), rows -> {
            var locked = new HashMap<Long, Account>();
            while (rows.next()) {
                var account = account(rows);
                locked.put(account.id(), account);
            }
            return locked;
        });
    }

    /** Those that somebody has opened, as they are committed. */
    static Query<List<Account>> find(Collection<AccountKey> keys) {
        return new Query<>(
                FIND,
                to -> to.array("uuid", keys, AccountKey::budget)
                        .array("text", keys, AccountKey::scope)
                        .array("timestamptz", keys, key -> key.periodStart().atOffset(ZoneOffset.UTC)),
                rows -> {
                    var found = new ArrayList<Account>(keys.size());
                    while (rows.next()) {
                        found.add(account(rows));
                    }
                    return found;
                });
    }

    /** Which of these get their money back where a hold expires that nobody has settled. */
    static Query<Set<Long>> releasing(Set<Long> ids) {
        return new Query<>(RELEASING, to -> to.object(longs(ids)), rows -> {
            var releasing = new HashSet<Long>();
            while (rows.next()) {
                releasing.add(rows.getLong(1));
            }
            return releasing;
        });
    }

    /**
     * Changes rows and takes the transaction's number. Answers the rows as they are then; one that was relied on and is not what it was, or is not there, is
     * left out, and nothing was changed in it.
     */
    static Query<List<Account>> change(SortedMap<Long, Delta> deltas, Marker marker) {
        return new Query<>(
                CHANGE_AND_TAKE_NUMBER,
                to -> {
                    to.object(longs(deltas.keySet()))
                            .object(deltas.values().stream()
                                    .mapToLong(Delta::held)
                                    .toArray())
                            .object(deltas.values().stream()
                                    .mapToLong(Delta::spent)
                                    .toArray())
                            .object(deltas.values().stream()
                                    .mapToLong(delta -> delta.relied() ? delta.basedOn() : Delta.NONE)
                                    .toArray());
                    EntryRows.bind(to, marker);
                },
                rows -> {
                    var written = new ArrayList<Account>(deltas.size());
                    while (rows.next()) {
                        written.add(rows.getBoolean(2) ? account(rows) : foreseen(deltas, rows.getLong(1)));
                    }
                    return written;
                });
    }

    /** What became of a row that was what it was relied on to be. */
    private static Account foreseen(SortedMap<Long, Delta> deltas, long id) {
        return Objects.requireNonNull(Objects.requireNonNull(deltas.get(id)).after());
    }

    /** How many of these rows still have these versions. */
    static Query<Integer> unchanged(SortedMap<Long, Long> versions) {
        return new Query<>(
                UNCHANGED,
                to -> to.object(longs(versions.keySet())).object(longs(versions.values())),
                rows -> rows.next() ? rows.getInt(1) : 0);
    }

    private static long[] longs(Collection<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getLong("id"),
                new AccountKey(
                        row.getObject("budget_id", UUID.class), row.getString("scope"), instant(row, "period_start")),
                instant(row, "period_end"),
                row.getBoolean("hard"),
                row.getBoolean("may_cross"),
                new Money(row.getLong("limit_nanos")),
                new Money(row.getLong("held_nanos")),
                new Money(row.getLong("spent_nanos")),
                row.getLong("version"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
