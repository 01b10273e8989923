package dev.douane.service.ledger;

import dev.douane.rules.call.Tokens;
import dev.douane.rules.money.Money;
import dev.douane.service.budgets.Accounts;
import dev.douane.service.budgets.Movement.Kind;
import dev.douane.service.ledger.HeldMoney.State;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Violation;
import java.time.Instant;
import java.util.List;

/**
 * Ends holds, each once. Settling and voiding again the same way repeats the first answer; another way is refused. What comes after the
 * expiry corrects what the expiry presumed.
 */
final class Holds {
    private final Accounts accounts;
    private final PriceBooks prices;
    private final Instant now;

    /** @param accounts those of all holds that are to end, locked */
    Holds(Accounts accounts, PriceBooks prices, Instant now) {
        this.accounts = accounts;
        this.prices = prices;
        this.now = now;
    }

    /** @throws ProblemException if the hold ended in another way, or the settlement does not go with it */
    void settle(HeldMoney hold, Settlement settlement) {
        switch (hold.state) {
            case SETTLED -> {
                if (!hold.settlement.equals(settlement)) {
                    throw new ProblemException(
                            ProblemType.SETTLEMENT_CONFLICT,
                            "Decision %s is settled already, with other figures.".formatted(hold.decision));
                }
            }
            case VOIDED -> throw closedOtherwise(hold);
            case HELD, EXPIRED -> {
                var charged = charge(hold, settlement);
                end(hold, Kind.SETTLE, charged.nanos());
                hold.state = State.SETTLED;
                hold.charged = charged;
                hold.by = settlement.usage() == null ? HoldClosed.By.ESTIMATE : HoldClosed.By.USAGE;
                hold.settlement = settlement;
                hold.closedAt = now;
            }
        }
    }

    private Money charge(HeldMoney hold, Settlement settlement) {
        var deployment = settlement.deployment() == null ? hold.deployment : settlement.deployment();
        if (!hold.covers(deployment)) {
            throw unfit("/deployment", "is neither the decision's target nor one of its alternatives");
        }
        var usage = settlement.usage();
        if (usage == null) {
            return hold.amount;
        }
        var tier = settlement.serviceTier() == null ? hold.serviceTier : settlement.serviceTier();
        var step = prices.step(hold.catalog, deployment, tier, usage.inputTokens())
                .orElseThrow(() -> unfit("/serviceTier", "has no price at " + deployment));
        return step.cost(new Tokens(
                usage.inputTokens() - usage.cachedInputTokens(), usage.cachedInputTokens(), usage.outputTokens(), 1));
    }

    private static ProblemException unfit(String pointer, String message) {
        return new ProblemException(
                ProblemType.UNPROCESSABLE,
                "The settlement does not go with the decision.",
                List.of(new Violation(pointer, message)));
    }

    /** @throws ProblemException if the hold was settled */
    void voidHold(HeldMoney hold) {
        switch (hold.state) {
            case VOIDED -> {}
            case SETTLED -> throw closedOtherwise(hold);
            case HELD, EXPIRED -> {
                end(hold, Kind.VOID, 0);
                hold.state = State.VOIDED;
                hold.closedAt = now;
            }
        }
    }

    /** Charges the amount where the budget does not give it back; returns whether the hold was due at all. */
    boolean expire(HeldMoney hold) {
        if (hold.state != State.HELD || hold.expiresAt.isAfter(now)) {
            return false;
        }
        var releases = hold.accounts.stream().map(accounts::releases).toList();
        accounts.move(hold.moved(
                Kind.EXPIRE,
                account -> -hold.amounts[account],
                account -> releases.get(account) ? 0 : hold.amounts[account]));
        hold.presumed = hold.accounts.stream()
                .filter(account -> !accounts.releases(account))
                .toList();
        hold.state = State.EXPIRED;
        hold.closedAt = now;
        return true;
    }

    /** Takes out of the accounts whatever the hold has in them, and charges what was used. */
    private void end(HeldMoney hold, Kind kind, long charged) {
        if (hold.state == State.HELD) {
            accounts.move(hold.moved(kind, account -> -hold.amounts[account], account -> charged));
        } else {
            accounts.move(hold.moved(
                    Kind.CORRECT,
                    account -> 0,
                    account -> charged
                            - (hold.presumed.contains(hold.accounts.get(account)) ? hold.amounts[account] : 0)));
            hold.presumed = List.of();
        }
    }

    private static ProblemException closedOtherwise(HeldMoney hold) {
        return new ProblemException(
                ProblemType.HOLD_CLOSED,
                hold.state == State.VOIDED
                        ? "The hold of decision %s was voided.".formatted(hold.decision)
                        : "The hold of decision %s was settled.".formatted(hold.decision));
    }
}
