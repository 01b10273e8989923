package dev.douane.service.usage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The rows of observed output lengths: counts by bucket, per workflow, model and week. JDBC, since a flush is one statement. */
final class LengthTable {
    /** Adds counts to what other nodes added, bucket by bucket. */
    private static final String ADD = """
            insert into output_length as l (workflow, model, week, counts, changed_at)
            select w, m, k, c::bigint[], clock_timestamp() from unnest(?::text[], ?::text[], ?::bigint[], ?::text[]) as u (w, m, k, c)
            on conflict (workflow, model, week) do update set
                counts = (select array_agg(coalesce(a, 0) + coalesce(b, 0) order by i)
                    from unnest(l.counts, excluded.counts) with ordinality as both_counts (a, b, i)),
                changed_at = clock_timestamp()""";

    private static final String READ = """
            select workflow, model, week, counts, changed_at from output_length
            where week >= ? and changed_at >= ? order by changed_at desc limit ?""";

    private static final String FORGET = "delete from output_length where week < ?";

    /** One row. */
    @SuppressWarnings("ArrayRecordComponent") // read and summed, never compared
    record Counted(LengthKey key, long week, long[] counts, Instant changedAt) {}

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
        var places = List.copyOf(counts.keySet());
        try (var insert = connection.prepareStatement(ADD)) {
            insert.setArray(
                    1,
                    connection.createArrayOf(
                            "text", column(places, place -> place.key().workflow())));
            insert.setArray(
                    2,
                    connection.createArrayOf(
                            "text", column(places, place -> place.key().model())));
            insert.setArray(3, connection.createArrayOf("bigint", column(places, Place::week)));
            insert.setArray(
                    4,
                    connection.createArrayOf(
                            "text", column(places, place -> literal(counts.getOrDefault(place, new long[0])))));
            insert.executeUpdate();
        }
    }

    private static Object[] column(List<Place> places, Function<Place, Object> value) {
        return places.stream().map(value).toArray();
    }

    private static String literal(long[] counts) {
        return LongStream.of(counts).mapToObj(Long::toString).collect(Collectors.joining(",", "{", "}"));
    }

    /** Rows that changed since then, the newest first. */
    static List<Counted> read(Connection connection, long fromWeek, Instant since, int most) throws SQLException {
        try (var select = connection.prepareStatement(READ)) {
            select.setLong(1, fromWeek);
            select.setObject(2, since.atOffset(ZoneOffset.UTC));
            select.setInt(3, most);
            try (var rows = select.executeQuery()) {
                var read = new ArrayList<Counted>();
                while (rows.next()) {
                    var counts = (Long[]) rows.getArray("counts").getArray();
                    read.add(new Counted(
                            new LengthKey(rows.getString("workflow"), rows.getString("model")),
                            rows.getLong("week"),
                            Arrays.stream(counts).mapToLong(Long::longValue).toArray(),
                            rows.getObject("changed_at", OffsetDateTime.class).toInstant()));
                }
                return read;
            }
        }
    }

    /** Forgets weeks that count next to nothing any more. */
    static int forget(Connection connection, long before) throws SQLException {
        try (var delete = connection.prepareStatement(FORGET)) {
            delete.setLong(1, before);
            return delete.executeUpdate();
        }
    }
}
