package dev.douane.service.ledger;

import dev.douane.rules.terms.MatchedAccount;
import dev.douane.service.budgets.AccountOpening;
import dev.douane.service.budgets.Budgets;
import dev.douane.service.budgets.JustRead;
import dev.douane.service.budgets.Newcomers;
import dev.douane.service.platform.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which accounts are opened before a batch is decided, and for whom: nothing here is asked where all accounts are known. */
final class Openings {
    private final Budgets budgets;
    private final OpeningLimit limit;
    private final InstantSource time;
    private final LedgerMetrics metrics;

    Openings(Budgets budgets, OpeningLimit limit, InstantSource time, LedgerMetrics metrics) {
        this.budgets = budgets;
        this.limit = limit;
        this.time = time;
        this.metrics = metrics;
    }

    /**
     * The accounts that have to be opened, by the calls that need them; those of calls that do not fit too, where they might be opened with other terms than
     * this node knows.
     *
     * @param revision of the terms that the batch was decided by
     */
    Map<Work.Admit, List<MatchedAccount>> wanted(Connection open, Batch batch, long revision) throws SQLException {
        var wanted = new LinkedHashMap<>(batch.wanted());
        if (!batch.overBudget().isEmpty() && !Budgets.isStill(revision, open)) {
            wanted.putAll(batch.overBudget());
        }
        return wanted;
    }

    /**
     * Answers those whose key may have no more accounts opened, and takes them and what they want away.
     *
     * @return the works that are left
     */
    List<Work<?>> within(Connection open, Map<Work.Admit, List<MatchedAccount>> wanted, List<Work<?>> works)
            throws SQLException {
        if (wanted.isEmpty()) {
            return works;
        }
        var newcomers = Newcomers.among(open, all(wanted));
        var refused = new HashSet<Work<?>>();
        wanted.forEach((admit, unopened) -> {
            var its = newcomers.of(unopened);
            if (!its.isEmpty()) {
                try {
                    limit.take(
                            admit.waiting.asker().key(),
                            its.size(),
                            its.getFirst().asNew());
                    newcomers.letIn(its);
                    metrics.newcomers(its.size());
                } catch (ProblemException tooMany) {
                    admit.fail(tooMany);
                    refused.add(admit);
                }
            }
        });
        if (refused.isEmpty()) {
            return works;
        }
        wanted.keySet().removeAll(refused);
        return works.stream().filter(work -> !refused.contains(work)).toList();
    }

    /** In a transaction of their own. What was opened is handed on, since a node that remembers few may have forgotten it at once. */
    JustRead open(Connection open, Map<Work.Admit, List<MatchedAccount>> wanted, JustRead read) throws SQLException {
        open.rollback(); // ends what only read
        if (wanted.isEmpty()) {
            return read;
        }
        var opened = AccountOpening.open(open, time.instant().truncatedTo(ChronoUnit.MICROS), all(wanted));
        open.commit();
        budgets.saw(opened);
        return read.and(opened);
    }

    private static Collection<MatchedAccount> all(Map<Work.Admit, List<MatchedAccount>> wanted) {
        var all = new ArrayList<MatchedAccount>();
        wanted.values().forEach(all::addAll);
        return all;
    }
}
