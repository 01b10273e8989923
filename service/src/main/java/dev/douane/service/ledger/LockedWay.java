package dev.douane.service.ledger;

import dev.douane.service.audit.DecisionLog;
import dev.douane.service.budgets.Accounts;
import dev.douane.service.budgets.Budgets;
import dev.douane.service.platform.DecisionInLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The slow way of a lane, taken where the ordinary one failed: one batch, its accounts locked first, again and again until it is done or too
 * late. The lane keeps its turn meanwhile.
 */
final class LockedWay {
    private static final Logger LOG = Logger.getLogger(LockedWay.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final int LAST_ATTEMPTS = 5;

    private final LedgerWriter writer;
    private final LaneConnection connection;
    private final Budgets budgets;
    private final DecisionLog log;
    private final Transactions transactions;
    private final LedgerMetrics metrics;

    LockedWay(
            LedgerWriter writer,
            LaneConnection connection,
            Budgets budgets,
            DecisionLog log,
            Transactions transactions,
            LedgerMetrics metrics) {
        this.writer = writer;
        this.connection = connection;
        this.budgets = budgets;
        this.log = log;
        this.transactions = transactions;
        this.metrics = metrics;
    }

    /**
     * Sees these works through.
     *
     * @param unknown whether a commit of these works broke off
     */
    void take(List<Work<?>> works, boolean unknown) throws InterruptedException {
        var batch = new ArrayList<>(works);
        var needed = new HashSet<Long>();
        var uncertain = unknown;
        var duplicates = 0;
        var forgot = false;
        var pause = Duration.ZERO;
        for (int attempt = 1; ; attempt++) {
            pause(pause);
            pause = longer(pause);
            transactions.failPast(batch);
            if (!uncertain) {
                batch.removeIf(Work::isAnswered);
            }
            if (batch.isEmpty()) {
                return;
            }
            if (writer.isFinishing() && attempt > LAST_ATTEMPTS) {
                batch.forEach(Work::failUnexpectedly);
                return;
            }
            try {
                if (uncertain) {
                    answerWhatIsWritten(batch, connection.open());
                    uncertain = false;
                    batch.removeIf(Work::isAnswered);
                }
                if (!batch.isEmpty()) {
                    attempt(batch, connection.open(), needed);
                }
                return;
            } catch (Transactions.CommitFailed e) {
                uncertain = true;
                writer.doubts().add(batch);
                connection.noteTrouble(e);
                connection.close();
            } catch (LaneConnection.NotConnected e) {
                connection.noteTrouble(e);
            } catch (SQLException e) {
                if (Trouble.of(e) == Trouble.CONTENT) {
                    connection.rollBack();
                    if (batch.size() == 1 && Trouble.isDuplicate(e) && duplicates++ == 0) {
                        uncertain = true; // an earlier commit of the same decision came through late
                    } else {
                        oneByOne(batch, e);
                        return;
                    }
                } else {
                    connection.noteTrouble(e);
                    if (Trouble.of(e) == Trouble.WAITED) {
                        connection.rollBack();
                    } else {
                        connection.close();
                    }
                }
            } catch (Accounts.Outrun e) {
                connection.rollBack(); // what was not locked is now: see attempt
                pause = Duration.ZERO;
            } catch (Batch.WorkFailed e) {
                connection.rollBack();
                logError(e.work, e, "one request could not be worked on");
                e.work.failUnexpectedly();
                metrics.rejected("failed");
            } catch (Accounts.Gone e) {
                connection.rollBack();
                if (forgot) {
                    oneByOne(batch, e);
                    return;
                }
                forgot = true;
                budgets.forget();
            } catch (RuntimeException e) {
                connection.rollBack();
                oneByOne(batch, e);
                return;
            }
        }
    }

    private static void pause(Duration pause) throws InterruptedException {
        if (pause.isPositive()) {
            Thread.sleep(pause);
        }
    }

    private static Duration longer(Duration pause) {
        var longer = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }

    private void oneByOne(List<Work<?>> batch, Exception reason) throws InterruptedException {
        if (batch.size() == 1) {
            logError(batch.getFirst(), reason, "the database refuses what a request would write");
            batch.getFirst().failUnexpectedly();
            metrics.rejected("failed");
            return;
        }
        for (var work : batch) {
            take(List.of(work), false);
        }
    }

    /** @param needed ids of accounts that earlier attempts needed; this one's are added */
    private void attempt(List<Work<?>> works, Connection open, Set<Long> needed)
            throws SQLException, Transactions.CommitFailed, Accounts.Outrun, InterruptedException {
        var started = System.nanoTime();
        if (!transactions.isFresh()) {
            budgets.load(open); // without budgets every call would pass
        }
        var batch =
                transactions.begin(open, works, () -> new Batch.Figures(budgets.seen(), List.of(), Set.copyOf(needed)));
        needed.addAll(batch.accounts().ids());
        batch.write();
        transactions.answer(batch, transactions.commit(batch, open, started));
    }

    /** Of a batch whose commit broke off: answers the decisions that the log has. Ends of holds can simply be tried again. */
    private void answerWhatIsWritten(List<Work<?>> batch, Connection open) throws SQLException {
        for (var work : batch) {
            if (work instanceof Work.Admit admit) {
                var id = admit.waiting.id();
                var answer = log.answer(open, id);
                if (answer.isPresent()) {
                    admit.answer().complete(new Admitted(id, answer.get(), false));
                    transactions.giveBackIfNobodyKnows(admit);
                }
            }
        }
        open.rollback();
    }

    private static void logError(Work<?> work, Exception reason, String what) {
        var decision = work.decision();
        if (decision == null) {
            LOG.error(what, reason);
            return;
        }
        DecisionInLog.with(decision, () -> LOG.error(what, reason));
    }
}
