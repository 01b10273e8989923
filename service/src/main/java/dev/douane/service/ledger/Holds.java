package dev.douane.service.ledger;

import dev.douane.rules.call.Tokens;
import dev.douane.rules.money.Money;
import dev.douane.rules.money.Usage;
import dev.douane.service.budgets.Accounts;
import dev.douane.service.budgets.Movement.Kind;
import dev.douane.service.ledger.HoldStatus.State;
import dev.douane.service.platform.Ids;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Violation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes holds, each ending once. Settling and voiding again the same way repeats the first answer; another way is refused. What comes
 * after the expiry corrects what the expiry presumed, and usage that comes after a void is charged: it is a fact, the void was not.
 */
final class Holds {
    /**
     * How long holds live.
     *
     * @param ttl from the decision, and again from each report
     * @param longest from the decision, whatever is reported
     */
    record Life(Duration ttl, Duration longest) {}

    private final Accounts accounts;
    private final PriceBooks prices;
    private final Connection connection;
    private final Life life;
    private final Instant now;

    /**
     * @param accounts those of all holds that are to change, locked
     * @param connection of the transaction, for prices
     */
    Holds(Accounts accounts, PriceBooks prices, Connection connection, Life life, Instant now) {
        this.accounts = accounts;
        this.prices = prices;
        this.connection = connection;
        this.life = life;
        this.now = now;
    }

    /**
     * Settles, or takes a report of what a call that still runs has used so far.
     *
     * @param mover one that may move this hold
     * @return whether the hold changed
     * @throws ProblemException if the hold ended in another way, or the settlement does not go with it
     */
    boolean settle(HeldMoney hold, Settlement settlement, Mover mover) throws SQLException {
        var priced = priced(hold, settlement);
        return priced.isFinal() ? end(hold, priced, mover) : report(hold, priced, mover);
    }

    /** Providers tell price classes that no catalog knows, or another one's words for what was asked: such a one is charged as asked for. */
    private Settlement priced(HeldMoney hold, Settlement told) throws SQLException {
        var tier = told.serviceTier();
        var usage = told.usage();
        if (!told.isTierOfUsage() || tier == null || usage == null) {
            return told;
        }
        var deployment = told.deployment() == null ? hold.deployment : told.deployment();
        return prices.step(connection, hold.catalog, deployment, tier, usage.input())
                        .isPresent()
                ? new Settlement(usage, told.deployment(), tier, told.isFinal())
                : told.asAskedFor();
    }

    /**
     * Sets aside again what a voided hold or an expired one had, a full time to live from now. Whether its accounts can carry it has been asked.
     */
    void holdAgain(HeldMoney hold, Mover mover) {
        change(hold, Kind.HOLD, mover, () -> {
            hold.state = State.HELD;
            hold.presumed = List.of();
            hold.closedAt = null;
            hold.expiresAt = now.plus(life.ttl());
        });
    }

    /** Has a hold whose time is over, but that has not ended, go on; returns whether it was due. */
    boolean putOffIfDue(HeldMoney hold) {
        if (hold.state != State.HELD || hold.expiresAt.isAfter(now)) {
            return false;
        }
        hold.expiresAt = now.plus(life.ttl());
        return true;
    }

    private static Settlement understood(HeldMoney hold, Settlement settlement) {
        return settlement.understood(hold.deployment, hold.serviceTier);
    }

    private boolean end(HeldMoney hold, Settlement settlement, Mover mover) throws SQLException {
        return switch (hold.state) {
            case SETTLED -> {
                if (!understood(hold, hold.settlement).equals(understood(hold, settlement))) {
                    throw new ProblemException(
                            ProblemType.SETTLEMENT_CONFLICT,
                            "Decision %s is settled already, with other figures.".formatted(hold.decision));
                }
                yield false;
            }
            case HELD, VOIDED, EXPIRED -> {
                if (hold.state == State.VOIDED && settlement.usage() == null) {
                    throw closedOtherwise(hold);
                }
                var charged = charge(hold, settlement);
                change(hold, hold.state == State.HELD ? Kind.SETTLE : Kind.CORRECT, mover, () -> {
                    hold.charged = charged;
                    hold.by = settlement.usage() == null ? HoldStatus.By.ESTIMATE : HoldStatus.By.USAGE;
                    hold.settlement = settlement;
                    close(hold, State.SETTLED);
                });
                yield true;
            }
        };
    }

    /** Reports arrive in any order, and again: one that tells no more tokens than are known changes nothing. */
    private boolean report(HeldMoney hold, Settlement report, Mover mover) throws SQLException {
        return switch (hold.state) {
            case SETTLED -> false;
            case HELD, VOIDED, EXPIRED -> {
                var cost = charge(hold, report);
                if (!tellsMore(hold, report.usage())) {
                    yield false;
                }
                change(hold, Kind.REPORT, mover, () -> {
                    if (hold.state == State.VOIDED) {
                        close(hold, State.EXPIRED); // the call runs: what it used is spent, and nothing is held
                    }
                    hold.reported = hold.reported == null || cost.compareTo(hold.reported) > 0 ? cost : hold.reported;
                    hold.settlement = report;
                    if (hold.state == State.HELD) {
                        hold.expiresAt = longer(hold);
                    }
                });
                yield true;
            }
        };
    }

    /** Of a call that was given back, only what it used. */
    private static boolean tellsMore(HeldMoney hold, @Nullable Usage told) {
        var known = hold.settlement.usage();
        if (told == null || (hold.state == State.VOIDED && told.total() == 0)) {
            return false;
        }
        return known == null || told.total() > known.total();
    }

    private Instant longer(HeldMoney hold) {
        var last = Ids.timeOf(hold.decision).plus(life.longest());
        var wanted = now.plus(life.ttl());
        var moved = wanted.isBefore(last) ? wanted : last;
        return moved.isAfter(hold.expiresAt) ? moved : hold.expiresAt;
    }

    private Money charge(HeldMoney hold, Settlement settlement) throws SQLException {
        var deployment = settlement.deployment() == null ? hold.deployment : settlement.deployment();
        if (!hold.covers(deployment)) {
            throw unfit("/deployment", "is neither the decision's target nor one of its alternatives");
        }
        var usage = settlement.usage();
        if (usage == null) {
            return hold.reported == null || hold.amount.compareTo(hold.reported) > 0 ? hold.amount : hold.reported;
        }
        var tier = settlement.serviceTier() == null ? hold.serviceTier : settlement.serviceTier();
        var step = prices.step(connection, hold.catalog, deployment, tier, usage.input())
                .orElseThrow(() -> unfit("/serviceTier", "has no price at " + deployment));
        return step.cost(priced(usage));
    }

    /** What has no price of its own is priced as what it is part of: a cache write and audio as input or output, reasoning as output. */
    private static Tokens priced(Usage usage) {
        return new Tokens(usage.input() - usage.cacheRead(), usage.cacheRead(), usage.output(), 1);
    }

    private static ProblemException unfit(String pointer, String message) {
        return new ProblemException(
                ProblemType.UNPROCESSABLE,
                "The settlement does not go with the decision.",
                List.of(new Violation(pointer, message)));
    }

    /**
     * Gives back everything.
     *
     * @param mover one that may move this hold
     * @return whether the hold changed
     * @throws ProblemException if the hold was settled, or the call was reported to run
     */
    boolean voidHold(HeldMoney hold, Mover mover) {
        return switch (hold.state) {
            case VOIDED -> false;
            case SETTLED -> throw closedOtherwise(hold);
            case HELD, EXPIRED -> {
                if (hold.isReported()) {
                    throw new ProblemException(
                            ProblemType.USAGE_REPORTED,
                            "The call of decision %s was reported to have used tokens; settle it."
                                    .formatted(hold.decision));
                }
                change(
                        hold,
                        hold.state == State.EXPIRED ? Kind.CORRECT : Kind.VOID,
                        mover,
                        () -> close(hold, State.VOIDED));
                yield true;
            }
        };
    }

    /** Charges the amount where the budget does not give it back; returns whether the hold was due at all. */
    boolean expire(HeldMoney hold) {
        if (hold.state != State.HELD || hold.expiresAt.isAfter(now)) {
            return false;
        }
        change(hold, Kind.EXPIRE, Mover.HOUSE, () -> {
            close(hold, State.EXPIRED);
            hold.presumed = hold.accounts().stream()
                    .filter(account -> !accounts.releases(account))
                    .toList();
        });
        return true;
    }

    private void close(HeldMoney hold, State state) {
        hold.state = state;
        hold.presumed = List.of();
        hold.closedAt = now;
    }

    private void change(HeldMoney hold, Kind kind, Mover mover, Runnable change) {
        accounts.move(hold.moved(kind, mover, change));
    }

    private static ProblemException closedOtherwise(HeldMoney hold) {
        return new ProblemException(
                ProblemType.HOLD_CLOSED,
                hold.state == State.VOIDED
                        ? "The hold of decision %s was voided. If the call was made all the same, settle it with its usage."
                                .formatted(hold.decision)
                        : "The hold of decision %s was settled.".formatted(hold.decision));
    }
}
