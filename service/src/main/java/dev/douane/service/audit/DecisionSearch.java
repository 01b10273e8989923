package dev.douane.service.audit;

import dev.douane.service.audit.Segments.Posting;
import dev.douane.service.platform.Ids;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One search of the log, newest first: what is not indexed yet, then the segments that have what is asked for, one after the other until the page is
 * full. Each is read in the order of ids, so nothing is left for the database to weigh up (decision 118).
 */
final class DecisionSearch<T> {
    /** What is made of a row. */
    @FunctionalInterface
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Ids run ahead of the clock after it was set back; a day is more than any node is let to run ahead. */
    static final Duration AHEAD = Duration.ofDays(1);

    static final UUID HIGHEST = new UUID(-1, -1);
    private static final int SEGMENTS_AT_ONCE = 64;

    private final String columns;
    private final Reading<T> reading;
    private final int limit;
    private final UUID from;
    private final UUID below;
    private final @Nullable OffsetDateTime to;
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private final List<Posting> postings = new ArrayList<>();

    private DecisionSearch(DecisionQuery query, String columns, Reading<T> reading) {
        this.columns = columns;
        this.reading = reading;
        limit = query.limit();
        from = query.from() == null
                ? Segments.LOWEST
                : Ids.lowest(query.from()); // an id's time is not before its decision
        below = earlier(query.to() == null ? HIGHEST : Ids.lowest(query.to().plus(AHEAD)), query.before());
        to = query.to() == null ? null : time(query.to());
        if (query.from() != null) {
            condition("decided_at >= ?", time(query.from()));
        }
        if (to != null) {
            condition("decided_at < ?", to);
        }
        asked("verdict", query.verdict(), "verdict = ?");
        asked("because", query.because(), "because = ?");
        asked("would-have", query.wouldHave(), "would_have = ?");
        asked("workflow", query.workflow(), "workflow = ?");
        asked("product", query.product(), "product = ?");
        asked("user", query.user(), "caller_user = ?");
        asked("model", query.model(), "(model = ? or model_asked = ?)");
        asked("rule", query.rule(), "rules @> array[?::text]");
        asked("jurisdiction", query.jurisdiction(), "(hosting = ? or control = ?)");
        if (query.ruleset() != null) {
            condition("ruleset = ?", query.ruleset());
        }
    }

    /** For what a list shows. */
    static DecisionSearch<DecisionSummary> forSummaries(DecisionQuery query) {
        return new DecisionSearch<>(query, DecisionRows.SUMMARY_COLUMNS, DecisionRows::summary);
    }

    /** For all there is of each. */
    static DecisionSearch<LoggedDecision> forAll(DecisionQuery query) {
        return new DecisionSearch<>(query, DecisionRows.LOGGED_COLUMNS, DecisionRows::logged);
    }

    private static UUID earlier(UUID one, @Nullable UUID other) {
        return other == null || Ids.ORDER.compare(one, other) < 0 ? one : other;
    }

    private void asked(String field, @Nullable String value, String condition) {
        if (value != null) {
            condition(condition, value);
            postings.add(new Posting(field, value));
        }
    }

    /** @param condition asks for the same value at each of its question marks */
    private void condition(String condition, Object value) {
        conditions.add(condition);
        condition.chars().filter(c -> c == '?').forEach(mark -> values.add(value));
    }

    /** @param connection in a transaction of its own that sees one moment, and whose settings may change */
    List<T> page(Connection connection) throws SQLException {
        onlyInOrderOfIds(connection);
        var page = new ArrayList<T>();
        var segments = new Segments(connection);
        // where nothing is asked for, whatever there is fills a page: all is read in one go
        var newest = postings.isEmpty() && to == null ? null : segments.newest();
        if (newest == null) {
            read(connection, Segments.LOWEST, HIGHEST, page);
            return page;
        }
        read(connection, newest.upto(), HIGHEST, page);
        int before = newest.number() + 1;
        while (page.size() < limit) {
            var some = segments.with(postings, before, from, below, to, SEGMENTS_AT_ONCE);
            for (var segment : some) {
                if (page.size() < limit) {
                    read(connection, segment.start(), segment.upto(), page);
                }
            }
            if (some.size() < SEGMENTS_AT_ONCE) {
                break;
            }
            before = some.getLast().number();
        }
        return page;
    }

    /**
     * By the one index there is: of what the log holds the planner knows nothing that it could choose by. And without the tables being changed
     * meanwhile: rows that move to a month of their own after the moment that is seen would not be seen at all.
     */
    private static void onlyInOrderOfIds(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("lock table decision in access share mode; "
                    + "set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off");
        }
    }

    /** Adds what is found between two ids until the page is full. */
    private void read(Connection connection, UUID start, UUID upto, List<T> page) throws SQLException {
        var lowest = Ids.ORDER.compare(start, from) < 0 ? from : start;
        var sql = "select " + columns + " from decision where id >= ? and id < ?"
                + conditions.stream().map(condition -> " and " + condition).collect(Collectors.joining())
                + " order by id desc limit ?";
        try (var select = connection.prepareStatement(sql)) {
            int position = 1;
            select.setObject(position++, lowest);
            select.setObject(position++, earlier(upto, below));
            for (var value : values) {
                select.setObject(position++, value);
            }
            select.setInt(position, limit - page.size());
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    page.add(reading.of(rows));
                }
            }
        }
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
