package dev.douane.service.audit;

import dev.douane.service.platform.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One search of the log, newest first.
 *
 * <p>Rules stand in an inverted index, which finds all decisions of a rule at once and in no order. That is the way to a rule that rarely gave
 * a reason; to another it is to read the newest decisions until a page is full. Which of both it is the database cannot know of a rule that it
 * has not seen, so it is found out: the newest are read first, a bounded number of them (decision 116).
 */
final class DecisionSearch {
    /** Of the newest so many are read for each one that is wanted; a rule that is rarer has so few decisions that all can be looked at. */
    static final int NEWEST_FOR_EACH = 400;

    private static final String HAS_RULE = "rules @> array[?::text]";

    /** Ids run ahead of the clock after it was set back; a day is more than any node is let to run ahead. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private final int limit;
    private final Conditions when = new Conditions();
    private final Conditions what = new Conditions();
    private final @Nullable String rule;
    private final boolean isByRule;

    DecisionSearch(DecisionQuery query) {
        limit = query.limit();
        if (query.from() != null) {
            when.add("decided_at >= ?", time(query.from()));
            when.add(
                    "id >= ?",
                    Ids.lowest(query.from())); // an id's time is not before its decision: cuts partitions off
        }
        if (query.to() != null) {
            when.add("decided_at < ?", time(query.to()));
            when.add("id < ?", Ids.lowest(query.to().plus(AHEAD)));
        }
        if (query.before() != null) {
            when.add("id < ?", query.before());
        }
        rule = query.rule();
        isByRule = rule != null && query.workflow() == null && query.user() == null; // these have an index in order
        what.addIfAsked("verdict = ?", query.verdict());
        what.addIfAsked("would_have = ?", query.wouldHave());
        what.addIfAsked("workflow = ?", query.workflow());
        what.addIfAsked("product = ?", query.product());
        what.addIfAsked("caller_user = ?", query.user());
        what.addIfAsked("(model = ? or model_asked = ?)", query.model());
        what.addIfAsked(HAS_RULE, rule);
        what.addIfAsked("(hosting = ? or control = ?)", query.jurisdiction());
    }

    /** @param connection in a transaction of its own, whose settings may change */
    List<DecisionSummary> page(Connection connection) throws SQLException {
        if (!isByRule) {
            return read(connection, inOrder(), when, what);
        }
        var newest = select("decision", when.sql) + newest((long) limit * NEWEST_FOR_EACH);
        var page = read(connection, select("(" + newest + ") newest", what.sql) + newest(limit), when, what);
        if (page.size() == limit) {
            return page;
        }
        return switch (among(connection, newest)) {
            case ALL -> page;
            case FREQUENT -> read(connection, inOrder(), when, what);
            case RARE -> {
                forbidAllButBitmaps(connection);
                // the offset keeps the limit from being looked at when the way is chosen
                var all = select("decision", when.and(what)) + " offset 0";
                yield read(connection, select("(" + all + ") found", List.of()) + newest(limit), when, what);
            }
        };
    }

    /** What the newest decisions say of the rule. */
    private enum Among {
        /** There are no others. */
        ALL,
        /** It is frequent; that the page is not full is for what else is asked for. */
        FREQUENT,
        RARE
    }

    private Among among(Connection connection, String newest) throws SQLException {
        var sql = "select count(*), count(*) filter (where " + HAS_RULE + ") from (" + newest + ") newest";
        try (var select = connection.prepareStatement(sql)) {
            select.setString(1, rule);
            set(select, 2, when);
            try (var row = select.executeQuery()) {
                row.next();
                if (row.getLong(1) < (long) limit * NEWEST_FOR_EACH) {
                    return Among.ALL;
                }
                return row.getLong(2) >= limit ? Among.FREQUENT : Among.RARE;
            }
        }
    }

    private String inOrder() {
        return select("decision", when.and(what)) + newest(limit);
    }

    private static void forbidAllButBitmaps(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set local enable_seqscan = off; set local enable_indexscan = off");
        }
    }

    private static String select(String from, List<String> conditions) {
        return "select " + DecisionRows.SUMMARY_COLUMNS + " from " + from
                + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions));
    }

    private static String newest(long atMost) {
        return " order by id desc limit " + atMost;
    }

    private static List<DecisionSummary> read(Connection connection, String sql, Conditions... conditions)
            throws SQLException {
        try (var select = connection.prepareStatement(sql)) {
            int position = 1;
            for (var condition : conditions) {
                position = set(select, position, condition);
            }
            try (var rows = select.executeQuery()) {
                var page = new ArrayList<DecisionSummary>();
                while (rows.next()) {
                    page.add(DecisionRows.summary(rows));
                }
                return page;
            }
        }
    }

    /** @return the position after them */
    private static int set(PreparedStatement statement, int from, Conditions conditions) throws SQLException {
        int position = from;
        for (var value : conditions.values) {
            statement.setObject(position++, value);
        }
        return position;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** With the values of their question marks. */
    private static final class Conditions {
        private final List<String> sql = new ArrayList<>();
        private final List<Object> values = new ArrayList<>();

        void add(String condition, Object value) {
            sql.add(condition);
            values.add(value);
        }

        /** @param condition asks for the same value at each of its question marks */
        void addIfAsked(String condition, @Nullable String value) {
            if (value != null) {
                sql.add(condition);
                condition.chars().filter(c -> c == '?').forEach(mark -> values.add(value));
            }
        }

        List<String> and(Conditions others) {
            var both = new ArrayList<>(sql);
            both.addAll(others.sql);
            return both;
        }
    }
}
