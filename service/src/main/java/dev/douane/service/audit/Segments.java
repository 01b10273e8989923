package dev.douane.service.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The log in segments: runs of ids, with postings that say which values the decisions of each have. A search reads the segments that have what
 * it looks for, and what is newer than the last of them.
 *
 * <p>A segment is made in two steps, so that no decision is ever missed. First its bounds are published. Whoever appends looks at them once the
 * rows are written, and makes the postings of those that lie behind them along with the rows. Who looked too early did so in a transaction that was
 * under way at the publication; so the second step, which makes the postings of all rows that are there, waits until each of those has ended.
 */
final class Segments {
    /** One value of one field that searches ask for. */
    record Posting(String field, String value) {}

    /** One run of ids, from the first up to but without the other. */
    record Range(int number, UUID start, UUID upto) {}

    /**
     * Segments whose bounds everybody sees, up to the last.
     *
     * @param segments how many
     * @param horizon transactions that may not have seen them are below it
     */
    record Published(int last, int segments, long horizon) {}

    /** Of the oldest that were appended: whether it lies where segments are published. No row says no. To be asked once they are written. */
    static final String IS_LATE = "select upto > ? from decision_segment order by upto desc limit 1";

    /** As low as any id. */
    static final UUID LOWEST = new UUID(0, 0);

    /** A field of those that came late: they may be decided earlier than the segment says. */
    private static final String LATE = "late";

    /**
     * The postings of some decisions. One pass over these finds the values of each field, and the combinations of rules, of which there are few.
     */
    private static final String POSTINGS = """
            with present as (
                select workflow, caller_user, product, model, model_asked, hosting, control, verdict, because, would_have, rules
                from decision
                where DECISIONS
                group by grouping sets (workflow, caller_user, product, model, model_asked, hosting, control, verdict, because, would_have, rules)),
            posting (field, value, segment) as (
                select field, value, ?
                from present, lateral (values
                    ('workflow', workflow), ('user', caller_user), ('product', product), ('model', model), ('model', model_asked),
                    ('jurisdiction', hosting), ('jurisdiction', control), ('verdict', verdict), ('because', because),
                    ('would-have', would_have)) each (field, value)
                where value is not null
                union
                select 'rule', rule, ? from present, unnest(rules) as rule)
            insert into decision_posting (field, value, segment) select * from posting""";

    private static final String POST = POSTINGS.replace("DECISIONS", "id >= ? and id < ?");
    private static final String POST_LATE =
            POSTINGS.replace("DECISIONS", "id = any (?)").replace("union", "union select '" + LATE + "', '', ? union")
                    + " p where not exists (select from decision_posting d where (d.field, d.value, d.segment) = (p.field, p.value, p.segment))";

    private final Connection connection;

    /** @param connection with a transaction under way */
    Segments(Connection connection) {
        this.connection = connection;
    }

    // --- whoever appends

    /** Makes the postings of those of these decisions that lie where segments are published. */
    void postLate(Collection<UUID> ids) throws SQLException {
        for (var late : bySegment(ids).entrySet()) {
            postLate(late.getKey(), late.getValue());
        }
    }

    /** Those that lie in none are left out. */
    private Map<Integer, List<UUID>> bySegment(Collection<UUID> ids) throws SQLException {
        try (var select = connection.prepareStatement("""
                select s.number, id
                from unnest(?) id cross join lateral (select number, start from decision_segment where upto > id order by upto limit 1) s
                where s.start <= id""")) {
            select.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            try (var rows = select.executeQuery()) {
                var found = new TreeMap<Integer, List<UUID>>();
                while (rows.next()) {
                    found.computeIfAbsent(rows.getInt(1), number -> new ArrayList<>())
                            .add(rows.getObject(2, UUID.class));
                }
                return found;
            }
        }
    }

    private void postLate(int segment, List<UUID> decisions) throws SQLException {
        try (var post = connection.prepareStatement(POST_LATE)) {
            post.setArray(1, connection.createArrayOf("uuid", decisions.toArray()));
            post.setInt(2, segment);
            post.setInt(3, segment);
            post.setInt(4, segment);
            post.executeUpdate();
        }
    }

    // --- whoever makes segments

    /**
     * Publishes the bounds of segments that are full.
     *
     * @param size decisions of each
     * @param below of decisions with lower ids
     * @param most segments at once
     */
    void publish(int size, UUID below, int most) throws SQLException {
        var last = last("true");
        int number = last == null ? 0 : last.number();
        var start = last == null ? LOWEST : last.upto();
        for (int made = 0; made < most; made++) {
            var upto = after(start, size, below);
            if (upto == null) {
                return;
            }
            publish(new Range(++number, start, upto));
            start = upto;
        }
    }

    private @Nullable UUID after(UUID start, int size, UUID below) throws SQLException {
        try (var next = connection.prepareStatement(
                "select id from decision where id >= ? and id < ? order by id offset ? limit 1")) {
            next.setObject(1, start);
            next.setObject(2, below);
            next.setInt(3, size);
            try (var row = next.executeQuery()) {
                return row.next() ? row.getObject(1, UUID.class) : null;
            }
        }
    }

    private void publish(Range segment) throws SQLException {
        try (var insert =
                connection.prepareStatement("insert into decision_segment (number, start, upto) values (?, ?, ?)")) {
            insert.setInt(1, segment.number());
            insert.setObject(2, segment.start());
            insert.setObject(3, segment.upto());
            insert.executeUpdate();
        }
    }

    /**
     * What is published and not indexed, in a transaction after the one that published it, and to be ended before {@link #isSeenByAll} is asked.
     *
     * @return null if there is nothing
     */
    @Nullable
    Published published() throws SQLException {
        try (var select = connection.createStatement();
                var row = select.executeQuery(
                        "select coalesce(max(number), 0), count(*) from decision_segment where not indexed")) {
            row.next();
            return row.getInt(2) == 0 ? null : new Published(row.getInt(1), row.getInt(2), newestTransaction());
        }
    }

    /**
     * A number of one's own is higher than all that were given out before. The snapshot's upper bound would not do: it is higher than all that
     * have ended, and others that are under way may be higher still.
     */
    private long newestTransaction() throws SQLException {
        try (var select = connection.createStatement();
                var row = select.executeQuery("select pg_current_xact_id()::text::bigint")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Whether every transaction has ended that may not have seen what was published. */
    boolean isSeenByAll(Published published) throws SQLException {
        try (var select =
                connection.prepareStatement("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= ?")) {
            select.setLong(1, published.horizon());
            try (var row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Makes the postings of what {@link #isSeenByAll}. */
    void index(Published published) throws SQLException {
        try (var post = connection.prepareStatement(POST);
                var indexed = connection.prepareStatement("""
                        update decision_segment
                        set indexed = true, earliest = (select min(decided_at) from decision where id >= start and id < upto)
                        where number = ?""")) {
            for (var segment : notIndexed(published.last())) {
                post.setObject(1, segment.start());
                post.setObject(2, segment.upto());
                post.setInt(3, segment.number());
                post.setInt(4, segment.number());
                post.executeUpdate();
                indexed.setInt(1, segment.number());
                indexed.executeUpdate();
            }
        }
    }

    private List<Range> notIndexed(int last) throws SQLException {
        try (var select = connection.prepareStatement(
                "select number, start, upto from decision_segment where not indexed and number <= ? order by number")) {
            select.setInt(1, last);
            return ranges(select);
        }
    }

    /**
     * Forgets segments of which nothing is left in the log, but for the newest of all, which the next one follows.
     *
     * @param most postings at once
     * @return whether that was all of them
     */
    boolean forget(int most) throws SQLException {
        var gone = last("""
                upto <= (select id from decision order by id limit 1)
                and number < (select max(number) from decision_segment)""");
        if (gone == null) {
            return true;
        }
        try (var postings = connection.prepareStatement(
                        "delete from decision_posting where ctid = any (array(select ctid from decision_posting where segment <= ? limit ?))");
                var segments = connection.prepareStatement("delete from decision_segment where number <= ?");
                var lowest = connection.prepareStatement("update decision_segment set start = ? where number = ?")) {
            postings.setInt(1, gone.number());
            postings.setInt(2, most);
            if (postings.executeUpdate() == most) {
                return false;
            }
            segments.setInt(1, gone.number());
            segments.executeUpdate();
            lowest.setObject(1, LOWEST); // whatever comes in below is its own
            lowest.setInt(2, gone.number() + 1);
            lowest.executeUpdate();
            return true;
        }
    }

    // --- whoever searches

    /** The newest that is indexed, as all before it are; null if none is. */
    @Nullable
    Range newest() throws SQLException {
        return last("indexed");
    }

    /**
     * Segments with all of these, the newest first.
     *
     * @param number of the one they come before
     * @param from the lowest id that matters
     * @param below and the lowest that matters no more
     * @param to only segments with a decision made before then; null for all
     * @param most segments
     */
    List<Range> with(
            Collection<Posting> postings, int number, UUID from, UUID below, @Nullable OffsetDateTime to, int most)
            throws SQLException {
        var has = "exists (select from decision_posting p where (p.field, p.value, p.segment) = (?, ?, s.number))";
        var sql = "select number, start, upto from decision_segment s where number < ? and upto > ? and start < ?"
                + (to == null ? "" : " and (earliest < ? or " + has + ")")
                + (" and " + has).repeat(postings.size())
                + " order by number desc limit ?";
        var values = new ArrayList<Object>(List.of(number, from, below));
        if (to != null) {
            values.addAll(List.of(to, LATE, ""));
        }
        postings.forEach(posting -> values.addAll(List.of(posting.field(), posting.value())));
        values.add(most);
        try (var select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                select.setObject(i + 1, values.get(i));
            }
            return ranges(select);
        }
    }

    private @Nullable Range last(String which) throws SQLException {
        try (var select = connection.prepareStatement(
                "select number, start, upto from decision_segment where " + which + " order by number desc limit 1")) {
            var found = ranges(select);
            return found.isEmpty() ? null : found.getFirst();
        }
    }

    private static List<Range> ranges(PreparedStatement select) throws SQLException {
        try (var rows = select.executeQuery()) {
            var ranges = new ArrayList<Range>();
            while (rows.next()) {
                ranges.add(new Range(rows.getInt(1), rows.getObject(2, UUID.class), rows.getObject(3, UUID.class)));
            }
            return ranges;
        }
    }
}
