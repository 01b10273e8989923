package dev.douane.service.books;

import dev.douane.service.platform.TimeSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/** Sees to it that the ledger is checked from time to time, and tells what was found. A difference is a defect, and is shouted. */
@ApplicationScoped
class BooksKeeper {
    private static final Logger LOG = Logger.getLogger(BooksKeeper.class);
    private static final int TOLD = 10;

    private final Books books;
    private final TimeSource time;
    private volatile Books.LastCheck last = new Books.LastCheck(Optional.empty(), OptionalLong.empty());

    @Inject
    BooksKeeper(Books books, TimeSource time, MeterRegistry registry) {
        this.books = books;
        this.time = time;
        Gauge.builder("douane.ledger.discrepancies", this, BooksKeeper::differing)
                .description(
                        "accounts whose figures were not the sums of their entries in the last check, and rows that cannot be; NaN before the first")
                .register(registry);
        Gauge.builder("douane.ledger.check.age", this, BooksKeeper::ageSeconds)
                .baseUnit("seconds")
                .description("since the last check of the ledger by any node; NaN before the first")
                .register(registry);
    }

    private double differing() {
        var known = last.differing();
        return known.isPresent() ? known.getAsLong() : Double.NaN;
    }

    private double ageSeconds() {
        return last.at()
                .map(at -> Duration.between(at, time.now()).toMillis() / 1e3)
                .orElse(Double.NaN);
    }

    @Scheduled(every = "10s", delayed = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    synchronized void tend() { // or what one read would be forgotten for what another read before
        try {
            books.checkIfDue().filter(found -> !found.isEqual()).ifPresent(BooksKeeper::shout);
            last = books.last();
        } catch (SQLException e) {
            LOG.warnf("the ledger could not be checked, tried again: %s", e.getMessage());
        }
    }

    private static void shout(Reconciliation found) {
        LOG.errorf(
                "%d accounts do not carry the sums of their entries: %s; %d holds or entries are in a state that none can be in",
                found.differing(), found.differences().stream().limit(TOLD).toList(), found.malformed());
    }
}
