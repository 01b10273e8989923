package dev.douane.service.platform;

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
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The months of a table that nobody removes a row of. A calendar month (UTC) is a partition, made ahead of its time and dropped whole; several nodes may tend the same
 * database.
 *
 * <p>What a node with a strange clock writes for a month nobody prepared falls into the default partition and moves out of it with the next
 * tending.
 */
public final class Months {
    /**
     * A table that is cut into months, and has a default partition.
     *
     * @param name of the table
     * @param key the column by which it is cut
     * @param lowest the literal that no key of a time is below
     * @param timeOf of a key as the driver reads it
     * @param upkeep the database's function that sees to a new partition
     * @param lock the advisory lock that whoever tends it has, so that two nodes do not make the same month
     */
    public record Table(
            String name,
            String key,
            Function<Instant, String> lowest,
            Function<Object, Instant> timeOf,
            String upkeep,
            long lock) {
        private String of(YearMonth month) {
            return String.format(Locale.ROOT, "%s_%04d_%02d", name, month.getYear(), month.getMonthValue());
        }

        private Pattern months() {
            return Pattern.compile(Pattern.quote(name) + "_(\\d{4})_(\\d{2})");
        }
    }

    private final Connection connection;
    private final Table table;

    /** @param connection the owner's, with a transaction under way */
    public Months(Connection connection, Table table) {
        this.connection = connection;
        this.table = table;
    }

    /** Waits for no other statement longer than that: whoever writes must not queue behind a lock that waits for a slow reader. */
    public void waitAtMost(Duration lockTimeout) throws SQLException {
        execute("set local lock_timeout = " + lockTimeout.toMillis());
        execute("select pg_advisory_xact_lock(" + table.lock() + ")");
    }

    /**
     * Makes the months from {@code now}'s to {@code ahead} later that are not there yet, and those that the default partition has rows of.
     *
     * @return what was made
     */
    public List<YearMonth> prepare(Instant now, int ahead) throws SQLException {
        var wanted = new TreeSet<YearMonth>();
        var first = month(now);
        for (int later = 0; later <= ahead; later++) {
            wanted.add(first.plusMonths(later));
        }
        var strays = strays();
        wanted.addAll(strays);
        wanted.removeAll(present());
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
     * Drops the months of which every row is older than {@code retention}.
     *
     * @return what was dropped
     */
    public List<YearMonth> dropOlderThan(Duration retention, Instant now) throws SQLException {
        var oldest = now.minus(retention);
        var dropped = new ArrayList<YearMonth>();
        for (var month : present()) {
            if (!start(month.plusMonths(1)).isAfter(oldest)) {
                execute("drop table " + table.of(month));
                dropped.add(month);
            }
        }
        return dropped;
    }

    /** The months that have a partition. */
    public SortedSet<YearMonth> present() throws SQLException {
        var months = new TreeSet<YearMonth>();
        var names = table.months();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = '%s'::regclass"
                                .formatted(table.name()))) {
            while (rows.next()) {
                var name = names.matcher(rows.getString(1));
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
                var rows = statement.executeQuery("select %s from %s_default".formatted(table.key(), table.name()))) {
            while (rows.next()) {
                months.add(month(table.timeOf().apply(rows.getObject(1))));
            }
        }
        return months;
    }

    private void moveOutOfDefault(SortedSet<YearMonth> months) throws SQLException {
        var name = table.name();
        execute("alter table %1$s detach partition %1$s_default".formatted(name));
        execute("alter table %1$s_default rename to %1$s_stray".formatted(name));
        for (var month : months) {
            create(month);
        }
        execute("create table %1$s_default partition of %1$s default".formatted(name));
        keepUp(name + "_default");
        execute("insert into %1$s overriding system value select * from %1$s_stray".formatted(name));
        execute("drop table %s_stray".formatted(name));
    }

    private void create(YearMonth month) throws SQLException {
        execute("create table %s partition of %s for values from ('%s') to ('%s')"
                .formatted(
                        table.of(month),
                        table.name(),
                        table.lowest().apply(start(month)),
                        table.lowest().apply(start(month.plusMonths(1)))));
        keepUp(table.of(month));
    }

    private void keepUp(String partition) throws SQLException {
        execute("select %s('%s')".formatted(table.upkeep(), partition));
    }

    private static YearMonth month(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }

    /** The first instant of a month. */
    public static Instant start(YearMonth month) {
        return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
