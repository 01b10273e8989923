package dev.douane.service.identity.events;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of events. It can be added to and read. */
final class EventRows {
    private static final String INSERT = """
            insert into security_event (kind, first_at, last_at, count, key, address, operation, detail)
            values (?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String PAGE = """
            select id, kind, first_at, last_at, count, key, address, operation, detail from security_event
            where id < ? and (cast(? as text) is null or kind = ?) and (cast(? as text) is null or key = ?)
              and (cast(? as text) is null or address = ?)
              and (cast(? as timestamptz) is null or last_at >= ?) and (cast(? as timestamptz) is null or first_at < ?)
            order by id desc limit ?""";

    private EventRows() {}

    /**
     * Which events are asked for; null is any.
     *
     * @param from happened then or later
     * @param to happened before then
     */
    record Query(
            @Nullable EventKind kind,
            @Nullable String key,
            @Nullable String address,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /** One that was written down. The kind is a text: a newer server may know more of them. */
    record Stored(
            long id,
            String kind,
            Instant first,
            Instant last,
            long count,
            @Nullable String key,
            @Nullable String address,
            @Nullable String operation,
            @Nullable String detail) {}

    static void insert(Connection connection, List<SecurityEvent> events) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            for (var event : events) {
                var group = event.group();
                insert.setString(1, group.kind().word());
                insert.setObject(2, event.first().atOffset(ZoneOffset.UTC));
                insert.setObject(3, event.last().atOffset(ZoneOffset.UTC));
                insert.setLong(4, event.count());
                insert.setString(5, group.key());
                insert.setString(6, group.address());
                insert.setString(7, group.operation());
                insert.setString(8, group.detail());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /**
     * Newest first.
     *
     * @param before exclusive upper bound of their ids
     */
    static List<Stored> page(Connection connection, Query query, long before, int limit) throws SQLException {
        try (var select = connection.prepareStatement(PAGE)) {
            var kind = query.kind() == null ? null : query.kind().word();
            select.setLong(1, before);
            select.setString(2, kind);
            select.setString(3, kind);
            select.setString(4, query.key());
            select.setString(5, query.key());
            select.setString(6, query.address());
            select.setString(7, query.address());
            var from = time(query.from());
            select.setObject(8, from);
            select.setObject(9, from);
            var to = time(query.to());
            select.setObject(10, to);
            select.setObject(11, to);
            select.setInt(12, limit);
            try (var rows = select.executeQuery()) {
                var page = new ArrayList<Stored>();
                while (rows.next()) {
                    page.add(stored(rows));
                }
                return page;
            }
        }
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getLong("id"),
                row.getString("kind"),
                row.getObject("first_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_at", OffsetDateTime.class).toInstant(),
                row.getLong("count"),
                row.getString("key"),
                row.getString("address"),
                row.getString("operation"),
                row.getString("detail"));
    }
}
