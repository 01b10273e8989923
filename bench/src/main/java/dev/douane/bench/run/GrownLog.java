package dev.douane.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes a log long without deciding so often: rows that were really decided are written again under new ids, in the order of time, for
 * other users and workflows. So they are as wide as real ones, their documents included, and the indexes have as many values.
 */
final class GrownLog {
    private static final int SAMPLE = 5_000;
    private static final int STEP = 200_000;
    private static final int USERS = 100_000;
    private static final int WORKFLOWS = 2_000;

    /** So many of the newest are in no segment yet: one that is not full, and those of two seconds. */
    private static final int ALWAYS_NEWER = 10_000;

    private static final Duration SEGMENTS = Duration.ofMinutes(15);

    /** A row with its part of the indexes, generously: what is refused is a run that would fill the disk. */
    private static final long BYTES = 3_000;

    private final Connection connection;
    private final Path disk;
    private final Report report;

    GrownLog(Connection connection, Path disk, Report report) throws SQLException {
        this.connection = connection;
        this.disk = disk;
        this.report = report;
        execute("set synchronous_commit = off");
        execute("set maintenance_work_mem = '512MB'");
    }

    /**
     * Adds what is missing, then tends the table, so that nobody does it while others measure.
     *
     * @throws IOException if the disk has no room for them
     */
    void growTo(int rows) throws IOException, SQLException, InterruptedException {
        long missing = rows - count("select count(*) from decision");
        if (missing <= 0) {
            return;
        }
        var free = Files.getFileStore(disk).getUsableSpace();
        if (missing * BYTES > free) {
            throw new IOException("(%,d) rows may need (%,d) MiB, and the disk has (%,d)"
                    .formatted(missing, (missing * BYTES) >> 20, free >> 20));
        }
        long began = System.nanoTime();
        sample();
        for (long from = 0; from < missing; from += STEP) {
            fill(from, Math.min(from + STEP, missing), missing);
        }
        awaitSegments();
        execute("vacuum (analyze) decision, decision_posting");
        execute("checkpoint");
        report.line("");
        report.figure("fill", "filled to %,d rows".formatted(rows), (System.nanoTime() - began) / 1e9, "s");
        report.figure(
                "fill",
                "the log's size at %,d rows".formatted(rows),
                count("select sum(pg_total_relation_size(relid)) from pg_partition_tree('decision')")
                        / (double) (1 << 20),
                "MiB");
        report.figure(
                "fill",
                "its postings' size",
                count("select pg_total_relation_size('decision_posting')") / (double) (1 << 20),
                "MiB");
        report.figure(
                "fill",
                "median row at %,d rows".formatted(rows),
                (double) count(
                        "select percentile_disc(0.5) within group (order by pg_column_size(decision.*)) from decision"
                                + " tablesample system (%s)".formatted(Math.min(100, 10_000_000.0 / rows))),
                "bytes");
    }

    /** What was filled in came behind the server's back: it makes its segments anew, and nobody measures meanwhile. */
    private void awaitSegments() throws SQLException, InterruptedException {
        execute("truncate decision_segment, decision_posting");
        long began = System.nanoTime();
        while (count(
                        "select count(*) from decision where id >= coalesce("
                                + "(select upto from decision_segment where indexed order by number desc limit 1), '00000000-0000-0000-0000-000000000000')")
                > ALWAYS_NEWER) {
            if (System.nanoTime() - began > SEGMENTS.toNanos()) {
                throw new SQLException("the log is not indexed after " + SEGMENTS);
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private void sample() throws SQLException {
        execute("drop table if exists decided");
        execute(
                "create temporary table decided as select row_number() over () - 1 as number, * from (select * from decision limit %d)"
                        .formatted(SAMPLE));
        execute("create unique index on decided (number)");
        execute("analyze decided");
    }

    /** In the order of their ids, which are spread over the month so far: rows come in time, and so they lie. */
    private void fill(long from, long to, long of) throws SQLException {
        var columns = columns();
        var values = columns.stream().map(GrownLog::value).toList();
        execute("""
                insert into decision (%s)
                select %s
                from generate_series(%d::bigint, %d) i
                cross join (select now() - date_trunc('month', now() at time zone 'UTC') at time zone 'UTC' as month,
                    count(*) as of from decided) s
                cross join lateral (select (month - interval '1 second') * (1 - i / %d.0) as ago) t
                join decided d on d.number = i %% s.of
                order by i
                """.formatted(String.join(", ", columns), String.join(", ", values), from, to - 1, of));
    }

    private static String value(String column) {
        return switch (column) {
            case "id" -> "uuidv7(-ago)";
            case "decided_at" -> "now() - ago";
            case "caller_user" -> "'user-' || (i * 7919 %% %d)".formatted(USERS);
            case "workflow" -> "'workflow-' || (i * 104729 %% %d)".formatted(WORKFLOWS);
            default -> "d." + column;
        };
    }

    private List<String> columns() throws SQLException {
        var columns = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select column_name from information_schema.columns where table_name = 'decision' and table_schema = current_schema()"
                                + " order by ordinal_position")) {
            while (rows.next()) {
                columns.add(rows.getString(1));
            }
        }
        return columns;
    }

    private long count(String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            if (!rows.next()) {
                throw new SQLException("no row came of [%s]".formatted(query));
            }
            return rows.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
