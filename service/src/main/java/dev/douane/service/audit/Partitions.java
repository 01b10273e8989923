package dev.douane.service.audit;

import dev.douane.service.platform.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The months of the log. A month is a partition, made ahead of its time and dropped whole; several nodes may tend the same database.
 *
 * <p>What a node with a strange clock writes for a month nobody prepared falls into the default partition and moves out of it with the next
 * tending.
 */
final class Partitions {
    private static final Pattern NAME = Pattern.compile("decision_(\\d{4})_(\\d{2})");

    /** Taken for the transaction, so that two nodes do not make the same month. */
    private static final long LOCK = 0x64_6F_75_61_6E_65_05L; // "douane", 5

    private final Connection connection;

    /** @param connection with a transaction under way */
    Partitions(Connection connection) {
        this.connection = connection;
    }

    /** Waits for no other statement longer than that: the log's writer must not queue behind a lock that waits for a slow reader. */
    void waitAtMost(Duration lockTimeout) throws SQLException {
        execute("set local lock_timeout = " + lockTimeout.toMillis());
        execute("select pg_advisory_xact_lock(" + LOCK + ")");
    }

    /**
     * Makes the months from {@code now}'s to {@code ahead} later that are not there yet, and those that the default partition has rows of.
     *
     * @return what was made
     */
    List<YearMonth> prepare(Instant now, int ahead) throws SQLException {
        var wanted = new TreeSet<YearMonth>();
        var first = month(now);
        for (int later = 0; later <= ahead; later++) {
            wanted.add(first.plusMonths(later));
        }
        var strays = strays();
        wanted.addAll(strays);
        var present = present();
        wanted.removeAll(present);
        if (wanted.isEmpty()) {
            return List.of();
        }
        if (strays.isEmpty()) {
            for (var month : wanted) {
                create(month);
            }
        } else {
            moveOutOfDefault(wanted);
        }
        return List.copyOf(wanted);
    }

    /**
     * Drops the months of which every decision is older than {@code retention}.
     *
     * @return what was dropped
     */
    List<YearMonth> dropOlderThan(Duration retention, Instant now) throws SQLException {
        var oldest = now.minus(retention);
        var dropped = new ArrayList<YearMonth>();
        for (var month : present()) {
            if (!start(month.plusMonths(1)).isAfter(oldest)) {
                execute("drop table " + name(month));
                remember(month, retention, now);
                dropped.add(month);
            }
        }
        return dropped;
    }

    /** Or its decisions would be missed by whoever compares the log with what refers to it. */
    private void remember(YearMonth dropped, Duration retention, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement(
                "insert into decision_month_dropped (upto, dropped_at, retention) values (?, ?, ?) on conflict do nothing")) {
            insert.setObject(1, Ids.lowest(start(dropped.plusMonths(1))));
            insert.setObject(2, now.atOffset(ZoneOffset.UTC));
            insert.setString(3, retention.toString());
            insert.executeUpdate();
        }
    }

    SortedSet<YearMonth> present() throws SQLException {
        var months = new TreeSet<YearMonth>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'decision'::regclass")) {
            while (rows.next()) {
                var name = NAME.matcher(rows.getString(1));
                if (name.matches()) {
                    months.add(YearMonth.of(Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2))));
                }
            }
        }
        return months;
    }

    /** The months of rows that nobody prepared for. */
    private SortedSet<YearMonth> strays() throws SQLException {
        var months = new TreeSet<YearMonth>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select id from decision_default")) {
            while (rows.next()) {
                months.add(month(Ids.timeOf(rows.getObject(1, UUID.class))));
            }
        }
        return months;
    }

    private void moveOutOfDefault(SortedSet<YearMonth> months) throws SQLException {
        execute("alter table decision detach partition decision_default");
        execute("alter table decision_default rename to decision_stray");
        for (var month : months) {
            create(month);
        }
        execute("create table decision_default partition of decision default");
        execute("select decision_upkeep('decision_default')");
        execute("insert into decision select * from decision_stray");
        execute("drop table decision_stray");
    }

    private void create(YearMonth month) throws SQLException {
        execute("create table %s partition of decision for values from ('%s') to ('%s')"
                .formatted(name(month), Ids.lowest(start(month)), Ids.lowest(start(month.plusMonths(1)))));
        execute("select decision_upkeep('%s')".formatted(name(month)));
    }

    private static YearMonth month(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }

    private static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static String name(YearMonth month) {
        return String.format(Locale.ROOT, "decision_%04d_%02d", month.getYear(), month.getMonthValue());
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
