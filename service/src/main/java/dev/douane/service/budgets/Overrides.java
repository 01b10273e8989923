package dev.douane.service.budgets;

import dev.douane.rules.money.Money;
import dev.douane.service.identity.FourEyes;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** More money for a while: proposed by one, approved by another, and over by itself. Every method blocks. */
final class Overrides {
    /** Overrides of one budget that are neither over nor revoked. */
    static final int STANDING_MAX = 100;

    /** Those of one key. */
    static final int STANDING_OF_KEY_MAX = 25;

    /** The longest an override may run. */
    static final Duration LONGEST = Duration.ofDays(92);

    /**
     * What is asked for.
     *
     * @param scope the one account it is for; null for each of the budget
     * @param from first instant; null for the moment it is proposed
     * @param until first instant after it
     */
    record Wish(
            Money extra, @Nullable String scope, @Nullable Instant from, Instant until, String why) {}

    /**
     * What a proposal came to.
     *
     * @param isNew whether it was made now, rather than by an earlier request that said the same
     */
    record Proposed(Recorded override, boolean isNew) {}

    /** An override with what became of it. */
    record Recorded(
            int number,
            Wish wish,
            Instant from,
            Step proposed,
            @Nullable Step approved,
            @Nullable Step revoked) {
        /** {@code proposed}, {@code approved}, {@code running}, {@code over} or {@code revoked}. */
        String state(Instant at) {
            if (revoked != null) {
                return "revoked";
            }
            if (!at.isBefore(wish.until())) {
                return "over";
            }
            if (approved == null) {
                return "proposed";
            }
            return at.isBefore(from) ? "approved" : "running";
        }
    }

    private final DataSource database;
    private final InstantSource time;

    Overrides(DataSource database, InstantSource time) {
        this.database = database;
        this.time = time;
    }

    /**
     * Proposes an override. It adds nothing until it is approved. The same one again, by the same person and not revoked, is the one that is
     * there.
     *
     * @throws ProblemException BUDGET_NOT_FOUND; UNPROCESSABLE where it would be over already; CONFLICT where as many stand as there may be
     */
    Proposed propose(UUID budget, Wish wish, String by) throws SQLException {
        return InTransaction.of(database, connection -> {
            InTransaction.lockBudget(connection, budget, "for no key update");
            var same = OverrideTable.same(connection, budget, wish, by);
            if (same.isPresent()) {
                return new Proposed(same.get(), false);
            }
            var now = now();
            var from = wish.from() == null ? now : wish.from();
            if (!now.isBefore(wish.until())) {
                throw new ProblemException(
                        ProblemType.UNPROCESSABLE,
                        "The override would be over already, at %s.".formatted(wish.until()));
            }
            var standing = OverrideTable.standing(connection, budget, now, by);
            if (standing.ofKey() >= STANDING_OF_KEY_MAX || standing.all() >= STANDING_MAX) {
                throw conflict(
                        "%d overrides of this budget are proposed or run, %d of this key: at most %d, and %d of a key. Maybe revoke one."
                                .formatted(standing.all(), standing.ofKey(), STANDING_MAX, STANDING_OF_KEY_MAX));
            }
            var number = OverrideTable.last(connection, budget) + 1;
            var proposed = new Recorded(number, wish, from, new Step(now, by, null), null, null);
            OverrideTable.insert(connection, budget, proposed);
            return new Proposed(proposed, true);
        });
    }

    /**
     * Approves an override that somebody else proposed; from now on it counts by the clock. Approving again changes nothing.
     *
     * @throws ProblemException BUDGET_NOT_FOUND or NOT_FOUND; OWN_APPROVAL where {@code by} is a key of whoever proposed it; CONFLICT where it is revoked or over
     */
    Recorded approve(UUID budget, int number, @Nullable String why, String by) throws SQLException {
        return step(budget, number, "approve", why, by, (connection, override) -> {
            FourEyes.check(
                    connection,
                    "Override %d".formatted(number),
                    override.proposed().by(),
                    by);
            if (override.revoked() != null || !now().isBefore(override.wish().until())) {
                throw conflict("Override %d is %s.".formatted(number, override.state(now())));
            }
            return override.approved() == null;
        });
    }

    /**
     * Takes an override back; from now on it adds nothing. Revoking again changes nothing.
     *
     * @throws ProblemException BUDGET_NOT_FOUND or NOT_FOUND; CONFLICT where it is over
     */
    Recorded revoke(UUID budget, int number, @Nullable String why, String by) throws SQLException {
        return step(budget, number, "revoke", why, by, (connection, override) -> {
            if (override.state(now()).equals("over")) {
                throw conflict("Override %d is over.".formatted(number));
            }
            return override.revoked() == null;
        });
    }

    private interface Check {
        /** Whether there is anything to do. */
        boolean isDue(Connection connection, Recorded override) throws SQLException;
    }

    private Recorded step(UUID budget, int number, String action, @Nullable String why, String by, Check check)
            throws SQLException {
        return InTransaction.of(database, connection -> {
            InTransaction.lockBudget(connection, budget, "for no key update");
            var override = find(connection, budget, number);
            if (!check.isDue(connection, override)) {
                return override;
            }
            var unused = Step.take(connection, Step.Of.OVERRIDE, budget, number, action, new Step(now(), by, why));
            return find(connection, budget, number);
        });
    }

    private Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(ProblemType.CONFLICT, detail);
    }

    /**
     * One of a budget's overrides.
     *
     * @throws ProblemException NOT_FOUND
     */
    Recorded get(UUID budget, int number) throws SQLException {
        try (var connection = database.getConnection()) {
            return find(connection, budget, number);
        }
    }

    private static Recorded find(Connection connection, UUID budget, int number) throws SQLException {
        return OverrideTable.of(connection, budget, number + 1, 1).stream()
                .filter(one -> one.number() == number)
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemType.NOT_FOUND, "The budget has no override %d.".formatted(number)));
    }

    /**
     * A budget's overrides, newest first.
     *
     * @param before exclusive upper bound of their numbers
     */
    List<Recorded> of(UUID budget, int before, int limit) throws SQLException {
        try (var connection = database.getConnection()) {
            return OverrideTable.of(connection, budget, before, limit);
        }
    }
}
