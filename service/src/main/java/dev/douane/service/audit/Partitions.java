package dev.douane.service.audit;

import dev.douane.service.platform.Ids;
import dev.douane.service.platform.Months;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedSet;
import java.util.UUID;

/** The months of the log: of the times that ids of decisions were given at. Which have left is written down. */
final class Partitions {
    private static final Months.Table LOG = new Months.Table(
            "decision",
            "id",
            time -> Ids.lowest(time).toString(),
            id -> Ids.timeOf((UUID) id),
            "decision_upkeep",
            0x64_6F_75_61_6E_65_05L); // "douane", 5

    private final Connection connection;
    private final Months months;

    /** @param connection with a transaction under way */
    Partitions(Connection connection) {
        this.connection = connection;
        this.months = new Months(connection, LOG);
    }

    /** As {@link Months#waitAtMost}. */
    void waitAtMost(Duration lockTimeout) throws SQLException {
        months.waitAtMost(lockTimeout);
    }

    /** As {@link Months#prepare}. */
    List<YearMonth> prepare(Instant now, int ahead) throws SQLException {
        return months.prepare(now, ahead);
    }

    /** As {@link Months#dropOlderThan}. */
    List<YearMonth> dropOlderThan(Duration retention, Instant now) throws SQLException {
        var dropped = months.dropOlderThan(retention, now);
        for (var month : dropped) {
            remember(month, retention, now);
        }
        return dropped;
    }

    /** Or its decisions would be missed by whoever compares the log with what refers to it. */
    private void remember(YearMonth dropped, Duration retention, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement(
                "insert into decision_month_dropped (upto, dropped_at, retention) values (?, ?, ?) on conflict do nothing")) {
            insert.setObject(1, Ids.lowest(Months.start(dropped.plusMonths(1))));
            insert.setObject(2, now.atOffset(ZoneOffset.UTC));
            insert.setString(3, retention.toString());
            insert.executeUpdate();
        }
    }

    SortedSet<YearMonth> present() throws SQLException {
        return months.present();
    }
}
