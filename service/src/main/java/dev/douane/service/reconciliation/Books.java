package dev.douane.service.reconciliation;

import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.TimeSource;
import dev.douane.service.platform.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** Checks of the ledger: on demand, and in the background for all nodes together. */
@ApplicationScoped
class Books {
    private static final String CUT_OFF = "57014";
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);

    private final DataSource database;
    private final ReconciliationConfig config;
    private final InstantSource time;

    /**
     * The last check in the background, by whatever node.
     *
     * @param at when; empty before the first
     * @param differing how many accounts differed
     * @param logDiffering how many differences there were in the log
     */
    record LastCheck(Optional<Instant> at, OptionalLong differing, OptionalLong logDiffering) {
        static final LastCheck NONE = new LastCheck(Optional.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    @Inject
    Books(DataSource database, ReconciliationConfig config, TimeSource time) {
        this(database, config, (InstantSource) time);
    }

    Books(DataSource database, ReconciliationConfig config, InstantSource time) {
        this.database = database;
        this.config = config;
        this.time = time;
    }

    /**
     * Adds everything up now.
     *
     * @throws ProblemException UNAVAILABLE if it takes longer than the limit
     */
    Reconciliation check() throws SQLException {
        try (var transaction = Transaction.on(database)) {
            transaction.seeOneMoment();
            transaction.onlyRead();
            transaction.limit(config.checkLimit());
            return new Reconciler(transaction.connection(), time.instant()).whole();
        } catch (SQLException e) {
            if (CUT_OFF.equals(e.getSQLState())) {
                throw ProblemException.retryAfter(
                        ProblemType.UNAVAILABLE,
                        "The check did not end within %s (douane.books.check-limit).".formatted(config.checkLimit()),
                        AGAIN_AFTER);
            }
            throw e;
        }
    }

    /** Makes the check in the background, where it is due and no other node makes it. */
    Optional<Reconciliation> checkIfDue() throws SQLException {
        try (var transaction = Transaction.on(database)) {
            transaction.seeOneMoment();
            var reconciler = new Reconciler(transaction.connection(), time.instant());
            if (!reconciler.isDue(config.checkAfter())) {
                return Optional.empty();
            }
            transaction.limit(config.backgroundLimit());
            var found = reconciler.withBalance();
            transaction.commit();
            return Optional.of(found);
        }
    }

    LastCheck last() throws SQLException {
        try (var connection = database.getConnection();
                var last =
                        connection.prepareStatement("select checked_at, differing, log_differing from ledger_check");
                var rows = last.executeQuery()) {
            if (!rows.next() || rows.getTimestamp(1) == null) {
                return LastCheck.NONE;
            }
            var log = rows.getLong(3);
            return new LastCheck(
                    Optional.of(rows.getTimestamp(1).toInstant()),
                    OptionalLong.of(rows.getLong(2)),
                    rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(log));
        }
    }

    /** For all nodes to tell. */
    void remember(LogFindings found) throws SQLException {
        try (var connection = database.getConnection();
                var remember = connection.prepareStatement("update ledger_check set log_differing = ?")) {
            remember.setLong(1, found.differing());
            remember.executeUpdate();
        }
    }
}
