package dev.douane.service.rulesets;

import dev.douane.service.identity.KnownKeys;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/** Whether a key may activate once more. An activation stays for good, so they must not come without end. */
@ApplicationScoped
class ActivationAllowance {
    private static final Duration HOUR = Duration.ofHours(1);

    private final ActivationRows rows;
    private final RulesetsConfig config;
    private final DataSource database;

    @Inject
    ActivationAllowance(ActivationRows rows, RulesetsConfig config, DataSource database) {
        this.rows = rows;
        this.config = config;
        this.database = database;
    }

    /**
     * Asked inside a transaction that has the lock of activations, so that no two requests count the same rows.
     *
     * @param now the time that the activation would get
     * @throws ProblemException TOO_MANY_REQUESTS where the key activated as often in an hour as it may; UNAUTHENTICATED where it was revoked while
     *     this waited for the lock
     */
    void demand(String by, Instant now) throws SQLException {
        try (var connection = database.getConnection()) {
            if (KnownKeys.isRevoked(connection, by)) {
                throw new ProblemException(ProblemType.UNAUTHENTICATED, "The key (%s) was revoked.".formatted(by));
            }
        }
        int most = config.activationsPerKeyAndHour();
        if (most == 0) {
            return;
        }
        var free = rows.activated(by, most).map(at -> Duration.between(now, at.plus(HOUR)));
        if (free.isPresent() && free.get().isPositive()) {
            throw ProblemException.retryAfter(
                    ProblemType.TOO_MANY_REQUESTS,
                    "This key activated %d rulesets in an hour, and that is all it may (douane.rulesets.activations-per-key-and-hour)."
                            .formatted(most),
                    free.get());
        }
    }
}
