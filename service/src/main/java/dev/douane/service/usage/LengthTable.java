package dev.douane.service.usage;

import dev.douane.rules.usage.LengthKey;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The rows of observed output lengths: counts by bucket, per week, of workflows with models and of models. JDBC, since a flush is one statement. */
final class LengthTable {
    /** Adds counts to what other nodes added, bucket by bucket; all of it or nothing. */
    private static final String ADD = """
            with of_models as (
                insert into output_length_of_model as l (model, week, counts)
                select m, k, c::bigint[] from unnest(?::text[], ?::bigint[], ?::text[]) as u (m, k, c)
                on conflict (model, week) do update set counts = %1$s)
            insert into output_length as l (workflow, model, week, counts, changed_at)
            select w, m, k, c::bigint[], clock_timestamp() from unnest(?::text[], ?::text[], ?::bigint[], ?::text[]) as u (w, m, k, c)
            on conflict (workflow, model, week) do update set counts = %1$s, changed_at = clock_timestamp()""".formatted("""
            (select array_agg(coalesce(a, 0) + coalesce(b, 0) order by i)
                from unnest(l.counts, excluded.counts) with ordinality as both_counts (a, b, i))""");

    private static final String CHANGED = """
            select workflow, model, max(changed_at) as changed_at from output_length
            where week >= ? and changed_at >= ? group by workflow, model order by 3 desc limit ?""";

    private static final String OF_WORKFLOWS = """
            select l.workflow, l.model, l.week, l.counts
            from unnest(?::text[], ?::text[]) as k (workflow, model) join output_length l using (workflow, model) where l.week >= ?""";

    private static final String OF_MODELS = "select model, week, counts from output_length_of_model where week >= ?";

    private static final String FORGET = """
            with of_models as (delete from output_length_of_model where week < ?)
            delete from output_length where week < ?""";

    /** Where counts are added. Ordered, so that two nodes lock rows in one order. */
    record Place(LengthKey key, long week) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            var byWorkflow = key.workflow().compareTo(other.key.workflow());
            var byModel = byWorkflow == 0 ? key.model().compareTo(other.key.model()) : byWorkflow;
            return byModel == 0 ? Long.compare(week, other.week) : byModel;
        }
    }

    private LengthTable() {}

    static void add(Connection connection, SortedMap<Place, long[]> counts) throws SQLException {
        var ofModels = new TreeMap<Place, long[]>();
        counts.forEach((place, each) -> ofModels.merge(
                new Place(new LengthKey("", place.key().model()), place.week()), each, LengthTable::sum));
        try (var insert = connection.prepareStatement(ADD)) {
            set(insert, 1, ofModels, false);
            set(insert, 4, counts, true);
            insert.executeUpdate();
        }
    }

    private static void set(PreparedStatement insert, int first, SortedMap<Place, long[]> counts, boolean ofWorkflows)
            throws SQLException {
        var places = List.copyOf(counts.entrySet());
        int index = first;
        if (ofWorkflows) {
            insert.setArray(
                    index++,
                    array(insert, "text", places, each -> each.getKey().key().workflow()));
        }
        insert.setArray(
                index++,
                array(insert, "text", places, each -> each.getKey().key().model()));
        insert.setArray(
                index++, array(insert, "bigint", places, each -> each.getKey().week()));
        insert.setArray(index, array(insert, "text", places, each -> literal(each.getValue())));
    }

    private static <T> Array array(PreparedStatement of, String type, Collection<T> rows, Function<T, Object> value)
            throws SQLException {
        return of.getConnection().createArrayOf(type, rows.stream().map(value).toArray());
    }

    /** Without the buckets at the end that nothing fell in. */
    private static String literal(long[] counts) {
        var length = counts.length;
        while (length > 1 && counts[length - 1] == 0) {
            length--;
        }
        return LongStream.of(counts).limit(length).mapToObj(Long::toString).collect(Collectors.joining(",", "{", "}"));
    }

    private static long[] sum(long[] one, long[] other) {
        var sum = Arrays.copyOf(one, Math.max(one.length, other.length));
        for (int i = 0; i < other.length; i++) {
            sum[i] += other[i];
        }
        return sum;
    }

    /** The database's time: what is committed before it is there to be read. */
    static Instant now(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("select clock_timestamp() as now");
                var rows = select.executeQuery()) {
            rows.next();
            return instant(rows, "now");
        }
    }

    /** Whose counts changed since then, and when they did last. */
    static Map<LengthKey, Instant> changed(Connection connection, long fromWeek, Instant since, int most)
            throws SQLException {
        try (var select = connection.prepareStatement(CHANGED)) {
            select.setLong(1, fromWeek);
            select.setObject(2, since.atOffset(ZoneOffset.UTC));
            select.setInt(3, most);
            try (var rows = select.executeQuery()) {
                var changed = new HashMap<LengthKey, Instant>();
                while (rows.next()) {
                    changed.put(
                            new LengthKey(rows.getString("workflow"), rows.getString("model")),
                            instant(rows, "changed_at"));
                }
                return changed;
            }
        }
    }

    /** All weeks' counts of these. */
    static Map<LengthKey, Map<Long, long[]>> ofWorkflows(
            Connection connection, long fromWeek, Collection<LengthKey> keys) throws SQLException {
        try (var select = connection.prepareStatement(OF_WORKFLOWS)) {
            select.setArray(1, array(select, "text", keys, LengthKey::workflow));
            select.setArray(2, array(select, "text", keys, LengthKey::model));
            select.setLong(3, fromWeek);
            return counts(select, rows -> new LengthKey(rows.getString("workflow"), rows.getString("model")));
        }
    }

    /** All weeks' counts of all models. */
    static Map<String, Map<Long, long[]>> ofModels(Connection connection, long fromWeek) throws SQLException {
        try (var select = connection.prepareStatement(OF_MODELS)) {
            select.setLong(1, fromWeek);
            return counts(select, rows -> rows.getString("model"));
        }
    }

    private interface Of<K> {
        K key(ResultSet row) throws SQLException;
    }

    private static <K> Map<K, Map<Long, long[]>> counts(PreparedStatement select, Of<K> of) throws SQLException {
        try (var rows = select.executeQuery()) {
            var read = new HashMap<K, Map<Long, long[]>>();
            while (rows.next()) {
                var counts = (Long[]) rows.getArray("counts").getArray();
                read.computeIfAbsent(of.key(rows), key -> new HashMap<>())
                        .put(
                                rows.getLong("week"),
                                Arrays.stream(counts).mapToLong(Long::longValue).toArray());
            }
            return read;
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** Forgets weeks that count next to nothing any more. */
    static int forget(Connection connection, long before) throws SQLException {
        try (var delete = connection.prepareStatement(FORGET)) {
            delete.setLong(1, before);
            delete.setLong(2, before);
            return delete.executeUpdate();
        }
    }
}
