package dev.douane.service.ledger;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;

/** What the ledger counts and measures. */
final class LedgerMetrics {
    private final MeterRegistry registry;
    private final DistributionSummary batchSize;
    private final Timer commit;
    private final Timer transaction;

    LedgerMetrics(MeterRegistry registry, Collection<?> queue) {
        this.registry = registry;
        Gauge.builder("douane.ledger.queue.depth", queue, Collection::size)
                .description("Requests that wait for the writer")
                .register(registry);
        batchSize = DistributionSummary.builder("douane.ledger.batch.size")
                .description("Requests that shared one transaction")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        commit = Timer.builder("douane.ledger.commit")
                .description("How long the database took to commit a batch")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        transaction = Timer.builder("douane.ledger.transaction")
                .description("How long a batch took from its first lock to the end of its commit")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    void committed(int works, Batch.Done done, Duration wholeTime, Duration commitTime) {
        batchSize.record(works);
        transaction.record(wholeTime);
        commit.record(commitTime);
        done.admissions()
                .forEach((result, count) -> registry.counter("douane.ledger.admissions", "result", result)
                        .increment(count));
        done.closed()
                .forEach((end, count) -> registry.counter("douane.ledger.holds.ended", "how", end)
                        .increment(count));
    }

    /** Accounts are opened for so many values that no account was ever opened for. */
    void newcomers(int accounts) {
        registry.counter("douane.ledger.new.accounts").increment(accounts);
    }

    /** @param reason {@code queue-full}, {@code late} or {@code failed} */
    void rejected(String reason) {
        registry.counter("douane.ledger.rejected", "reason", reason).increment();
    }

    void rolledBack() {
        registry.counter("douane.ledger.rollbacks").increment();
    }
}
