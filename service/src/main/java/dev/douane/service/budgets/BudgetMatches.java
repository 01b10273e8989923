package dev.douane.service.budgets;

import dev.douane.service.platform.Background;
import dev.douane.service.platform.DatabaseFailure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * When each budget last matched a call. Decisions note it in memory alone; every node writes down what it saw now and then, so that no decision
 * waits for it, and a kill loses a minute of it.
 */
@ApplicationScoped
class BudgetMatches {
    private static final Logger LOG = Logger.getLogger(BudgetMatches.class);

    private final Budgets budgets;
    private final DataSource database;
    private final Map<UUID, Instant> written = new HashMap<>();

    @Inject
    BudgetMatches(Budgets budgets, DataSource database) {
        this.budgets = budgets;
        this.database = database;
    }

    @Background
    @Scheduled(every = "60s", delayed = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void writeNowAndThen() {
        writeIfItCan();
    }

    private void writeIfItCan() {
        try {
            write();
        } catch (SQLException e) {
            if (!DatabaseFailure.isBehind(e)) {
                throw new IllegalStateException("the last matches of budgets cannot be written", e);
            }
            LOG.debugf("the last matches of budgets wait for the database: %s", e.getMessage());
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        writeIfItCan();
    }

    /** Writes down what this node has seen since it last did. */
    synchronized void write() throws SQLException {
        var newer = budgets.seen().terms().lastMatched();
        newer.entrySet().removeIf(match -> match.getValue().equals(written.get(match.getKey())));
        if (newer.isEmpty()) {
            return;
        }
        try (var connection = database.getConnection();
                var upsert = connection.prepareStatement("""
                        insert into budget_match (budget_id, matched_at)
                        select * from unnest (?::uuid[], ?::timestamptz[]) order by 1
                        on conflict (budget_id) do update
                        set matched_at = greatest(budget_match.matched_at, excluded.matched_at)""")) {
            upsert.setArray(1, connection.createArrayOf("uuid", newer.keySet().toArray()));
            upsert.setArray(
                    2,
                    connection.createArrayOf(
                            "timestamptz",
                            newer.values().stream().map(Instant::toString).toArray()));
            upsert.executeUpdate();
        }
        written.putAll(newer);
    }

    /** Of some budgets, as far as this node and what others wrote down know; without those that never matched. */
    Map<UUID, Instant> last(Collection<UUID> some) throws SQLException {
        var last = budgets.seen().terms().lastMatched();
        last.keySet().retainAll(some);
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(
                        "select budget_id, matched_at from budget_match where budget_id = any (?)")) {
            select.setArray(1, connection.createArrayOf("uuid", some.toArray()));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    last.merge(
                            rows.getObject("budget_id", UUID.class),
                            BudgetTable.instant(rows, "matched_at"),
                            (one, other) -> one.isAfter(other) ? one : other);
                }
            }
        }
        return last;
    }
}
