package dev.douane.service.reconciliation;

import dev.douane.rules.money.Money;
import dev.douane.service.audit.DecisionLog;
import dev.douane.service.audit.DecisionQuery;
import dev.douane.service.audit.LoggedDecision;
import dev.douane.service.reconciliation.LogDifference.What;
import dev.douane.service.reconciliation.LogFindings.Tally;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Compares the log with the holds, both ways, and its columns with its documents: from the newest on, a page at a time, so that no transaction stays
 * open. It sees what somebody emptied, deleted or changed by hand; not what somebody changed in all places alike, which takes proofs.
 */
@ApplicationScoped
class LogCheck {
    /** How many of the newest decisions, and of the newest holds, are looked at where not all are asked for: a second's work. */
    static final int NEWEST = 10_000;

    private static final int PAGE = 1_000;
    private static final UUID HIGHEST = new UUID(-1, -1);

    /** A decision and its hold are written in one transaction, and one statement sees one moment. */
    private static final String HOLDS = """
            select h.decision_id, exists (select from decision d where d.id = h.decision_id) as is_decided
            from hold h
            where h.decision_id < ? and h.decision_id >= coalesce(
                (select upto from decision_month_dropped order by upto desc limit 1), '00000000-0000-0000-0000-000000000000')
            order by h.decision_id desc
            limit ?""";

    private static final String HOLDS_OF =
            "select decision_id, amount_nanos, deployment from hold where decision_id = any (?)";

    private final DataSource database;
    private final DecisionLog log;

    private record Held(Money amount, String deployment) {}

    private record Holding(UUID decision, boolean isDecided) {}

    /** Is told how far a check has come, and what it has found since. */
    interface Progress {
        /** Of whoever does not want to know before the end. */
        Progress NONE = soFar -> {};

        /** A page is done. */
        void page(LogFindings soFar) throws IOException;

        /** Every difference, as it is found. */
        default void differs(LogDifference difference) throws IOException {}
    }

    LogCheck(DataSource database, DecisionLog log) {
        this.database = database;
        this.log = log;
    }

    /** Looks at the newest decisions and holds. */
    LogFindings newest() throws SQLException {
        try {
            return check(NEWEST, Progress.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nobody is told, so nobody can fail to be
        }
    }

    /** Looks at every decision and every hold there is. */
    LogFindings all(Progress progress) throws SQLException, IOException {
        return check(Long.MAX_VALUE, progress);
    }

    private LogFindings check(long most, Progress progress) throws SQLException, IOException {
        var tally = new Tally();
        decisions(most, tally, progress);
        holds(most, tally, progress);
        return tally.soFar();
    }

    private void decisions(long most, Tally tally, Progress progress) throws SQLException, IOException {
        var query = DecisionQuery.newest(PAGE);
        var page = log.pageOfAll(query);
        for (long done = page.size(); !page.isEmpty(); done += page.size()) {
            var holds = holdsOf(page.stream().map(each -> each.summary().id()).toList());
            for (var decision : page) {
                compare(decision, holds.get(decision.summary().id()), tally, progress);
            }
            tally.decisions(page.size());
            progress.page(tally.soFar());
            page = page.size() < PAGE || done >= most
                    ? List.of()
                    : log.pageOfAll(query.before(page.getLast().summary().id()));
        }
    }

    private static void compare(LoggedDecision decision, @Nullable Held hold, Tally tally, Progress progress)
            throws IOException {
        var said = decision.summary();
        if (said.held() != null && hold == null) {
            differs(new LogDifference(said.id(), What.NO_HOLD), tally, progress);
        } else if (hold != null && !isOf(hold, decision)) {
            differs(new LogDifference(said.id(), What.OTHER_HOLD), tally, progress);
        }
        var columns = decision.contradicted();
        if (!columns.isEmpty()) {
            differs(new LogDifference(said.id(), What.COLUMNS, columns), tally, progress);
        }
    }

    private static boolean isOf(Held hold, LoggedDecision decision) {
        var target = decision.summary().target();
        return hold.amount().equals(decision.summary().held())
                && target != null
                && hold.deployment().equals(target.deployment());
    }

    private static void differs(LogDifference difference, Tally tally, Progress progress) throws IOException {
        tally.differs(difference);
        progress.differs(difference);
    }

    private Map<UUID, Held> holdsOf(Collection<UUID> decisions) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(HOLDS_OF)) {
            select.setArray(1, connection.createArrayOf("uuid", decisions.toArray()));
            try (var rows = select.executeQuery()) {
                var holds = new HashMap<UUID, Held>();
                while (rows.next()) {
                    holds.put(
                            rows.getObject("decision_id", UUID.class),
                            new Held(new Money(rows.getLong("amount_nanos")), rows.getString("deployment")));
                }
                return holds;
            }
        }
    }

    private void holds(long most, Tally tally, Progress progress) throws SQLException, IOException {
        var page = holdsBefore(HIGHEST);
        for (long done = page.size(); !page.isEmpty(); done += page.size()) {
            for (var hold : page) {
                if (!hold.isDecided()) {
                    differs(new LogDifference(hold.decision(), What.NO_DECISION), tally, progress);
                }
            }
            tally.holds(page.size());
            progress.page(tally.soFar());
            page = page.size() < PAGE || done >= most
                    ? List.of()
                    : holdsBefore(page.getLast().decision());
        }
    }

    private List<Holding> holdsBefore(UUID decision) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement(HOLDS)) {
            select.setObject(1, decision);
            select.setInt(2, PAGE);
            try (var rows = select.executeQuery()) {
                var holds = new ArrayList<Holding>();
                while (rows.next()) {
                    holds.add(new Holding(rows.getObject("decision_id", UUID.class), rows.getBoolean("is_decided")));
                }
                return holds;
            }
        }
    }
}
