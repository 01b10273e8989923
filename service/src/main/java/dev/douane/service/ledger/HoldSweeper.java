package dev.douane.service.ledger;

import dev.douane.service.platform.Background;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.TimeSource;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Ends holds that nobody settled in time, and forgets idempotency keys that are too old to matter. Bounded steps, one after the other; any
 * number of nodes may do the same at once.
 */
@ApplicationScoped
class HoldSweeper {
    private static final Logger LOG = Logger.getLogger(HoldSweeper.class);
    private static final int KEYS_AT_ONCE = 5_000;

    private final Ledger ledger;
    private final LedgerConfig config;
    private final DataSource database;
    private final TimeSource time;

    @Inject
    HoldSweeper(Ledger ledger, LedgerConfig config, DataSource database, TimeSource time) {
        this.ledger = ledger;
        this.config = config;
        this.database = database;
        this.time = time;
    }

    @Background
    @Scheduled(
            every = "${douane.ledger.sweep-every:1s}",
            delayed = "5s",
            concurrentExecution = ConcurrentExecution.SKIP)
    void expireDue() {
        try {
            var full = Math.min(Work.Expire.AT_LEAST, config.expiryBatch());
            var all = 0;
            int expired;
            do {
                expired = ledger.expireDue().toCompletableFuture().join();
                all += expired;
            } while (expired >= full);
            if (all > 0) {
                LOG.infof("%d holds expired", all);
            }
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof ProblemException)) {
                throw e;
            }
            LOG.warnf("due holds wait: %s", e.getCause().getMessage());
        }
    }

    @Background
    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void forgetOldKeys() throws SQLException {
        var before = time.now().minus(config.idempotencyTtl());
        try (var connection = database.getConnection()) {
            int forgotten;
            do {
                forgotten = IdempotencyKeys.purge(connection, before, KEYS_AT_ONCE);
            } while (forgotten == KEYS_AT_ONCE);
        }
    }
}
