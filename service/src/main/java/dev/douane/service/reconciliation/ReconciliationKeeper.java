package dev.douane.service.reconciliation;

import dev.douane.service.platform.Background;
import dev.douane.service.platform.TimeSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/** Sees to it that the ledger and the log are checked from time to time, and tells what was found. A difference is a defect, and is shouted. */
@ApplicationScoped
class ReconciliationKeeper {
    private static final Logger LOG = Logger.getLogger(ReconciliationKeeper.class);
    private static final int TOLD = 10;

    private final Books books;
    private final LogCheck log;
    private final TimeSource time;
    private volatile Books.LastCheck last = Books.LastCheck.NONE;

    @Inject
    ReconciliationKeeper(Books books, LogCheck log, TimeSource time, MeterRegistry registry) {
        this.books = books;
        this.log = log;
        this.time = time;
        Gauge.builder("douane.ledger.discrepancies", this, keeper -> figure(keeper.last.differing()))
                .description(
                        "accounts whose figures were not the sums of their entries in the last check, and rows that cannot be; NaN before the first")
                .register(registry);
        Gauge.builder("douane.log.discrepancies", this, keeper -> figure(keeper.last.logDiffering()))
                .description(
                        "of the newest holds and decisions those that contradicted each other, or themselves, in the last check; NaN before the first")
                .register(registry);
        Gauge.builder("douane.ledger.check.age", this, ReconciliationKeeper::ageSeconds)
                .baseUnit("seconds")
                .description("since the last check of the ledger by any node; NaN before the first")
                .register(registry);
    }

    private static double figure(OptionalLong known) {
        return known.isPresent() ? known.getAsLong() : Double.NaN;
    }

    private double ageSeconds() {
        return last.at()
                .map(at -> Duration.between(at, time.now()).toMillis() / 1e3)
                .orElse(Double.NaN);
    }

    @Background
    @Scheduled(every = "10s", delayed = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    synchronized void tend() { // or what one read would be forgotten for what another read before
        try {
            var found = books.checkIfDue();
            if (found.isPresent()) { // so no other node looks at the log now
                found.filter(ledger -> !ledger.isEqual()).ifPresent(ReconciliationKeeper::shout);
                checkLog();
            }
            last = books.last();
        } catch (SQLException e) {
            LOG.warnf("the ledger could not be checked, tried again: %s", e.getMessage());
        }
    }

    private void checkLog() throws SQLException {
        var found = log.newest();
        books.remember(found);
        if (!found.isEqual()) {
            LOG.errorf(
                    "%d holds or decisions contradict each other, or their documents: %s",
                    found.differing(), found.differences().stream().limit(TOLD).toList());
        }
    }

    private static void shout(Reconciliation found) {
        LOG.errorf(
                "%d accounts do not carry the sums of their entries: %s; %d holds or entries are in a state that none can be in",
                found.differing(), found.differences().stream().limit(TOLD).toList(), found.malformed());
    }
}
