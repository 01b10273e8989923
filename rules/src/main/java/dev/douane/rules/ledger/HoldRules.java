package dev.douane.rules.ledger;

import dev.douane.rules.call.Tokens;
import dev.douane.rules.ledger.Entry.Kind;
import dev.douane.rules.ledger.Hold.By;
import dev.douane.rules.ledger.Hold.Stage;
import dev.douane.rules.ledger.Hold.State;
import dev.douane.rules.money.Money;
import dev.douane.rules.money.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How holds change, each ending once. Settling and voiding again the same way repeats the first answer; another way is refused. What comes
 * after the expiry corrects what the expiry presumed, and usage that comes after a void is charged: it is a fact, the void was not.
 *
 * @param now when it changes
 * @param longestLife of a hold from its decision, whatever is reported
 * @param prices by which calls are settled
 */
record HoldRules(Instant now, Duration longestLife, PriceBooks prices) {
    /** What a call cost, or why that cannot be said. */
    private sealed interface Charge {
        record Of(Money money) implements Charge {}

        record Unknown(Ruling.Refused why) implements Charge {}
    }

    /**
     * Settles, or takes a report of what a call that still runs has used so far.
     *
     * @param mover one that may move this hold
     */
    Ruling settled(Hold hold, Settlement settlement, Mover mover) {
        return settlement.isFinal() ? ended(hold, settlement, mover) : reported(hold, settlement, mover);
    }

    private static Settlement understood(Hold hold, Settlement settlement) {
        return settlement.understood(hold.call().deployment(), hold.call().serviceTier());
    }

    private Ruling ended(Hold hold, Settlement settlement, Mover mover) {
        if (hold.stage() == Stage.SETTLED) {
            return understood(hold, hold.state().settlement()).equals(understood(hold, settlement))
                    ? new Ruling.AsItWas()
                    : new Ruling.Refused(Refusal.SETTLED_OTHERWISE);
        }
        if (hold.stage() == Stage.VOIDED && settlement.usage() == null) {
            return new Ruling.Refused(Refusal.VOIDED);
        }
        return switch (charge(hold, settlement)) {
            case Charge.Unknown(var why) -> why;
            case Charge.Of(var charged) ->
                moved(
                        hold.stage() == Stage.HELD ? Kind.SETTLE : Kind.CORRECT,
                        mover,
                        hold,
                        new State(
                                Stage.SETTLED,
                                hold.state().expiresAt(),
                                hold.state().reported(),
                                List.of(),
                                now,
                                charged,
                                settlement.usage() == null ? By.ESTIMATE : By.USAGE,
                                settlement,
                                mover.by()));
        };
    }

    /** Reports arrive in any order, and again: one that tells no more tokens than are known changes nothing. */
    private Ruling reported(Hold hold, Settlement report, Mover mover) {
        if (hold.stage() == Stage.SETTLED) {
            return new Ruling.AsItWas();
        }
        return switch (charge(hold, report)) {
            case Charge.Unknown(var why) -> why;
            case Charge.Of(var cost) ->
                tellsMore(hold, report.usage())
                        ? moved(Kind.REPORT, mover, hold, withReport(hold, report, cost, mover))
                        : new Ruling.AsItWas();
        };
    }

    /** A voided hold becomes an expired one that presumes nothing: the call runs, what it used is spent, and nothing is held. */
    private State withReport(Hold hold, Settlement report, Money cost, Mover mover) {
        var was = hold.state();
        var wasVoided = was.stage() == Stage.VOIDED;
        return new State(
                wasVoided ? Stage.EXPIRED : was.stage(),
                was.stage() == Stage.HELD ? longer(hold) : was.expiresAt(),
                was.reported() == null || cost.compareTo(was.reported()) > 0 ? cost : was.reported(),
                was.presumed(),
                wasVoided ? now : was.closedAt(),
                was.charged(),
                was.by(),
                report,
                mover.by());
    }

    /** Of a call that was given back, only what it used. */
    private static boolean tellsMore(Hold hold, @Nullable Usage told) {
        var known = hold.usage();
        if (told == null || (hold.stage() == Stage.VOIDED && told.total() == 0)) {
            return false;
        }
        return known == null || told.total() > known.total();
    }

    private Instant longer(Hold hold) {
        var last = hold.madeAt().plus(longestLife);
        var wanted = now.plus(hold.life());
        var moved = wanted.isBefore(last) ? wanted : last;
        return moved.isAfter(hold.state().expiresAt()) ? moved : hold.state().expiresAt();
    }

    private Charge charge(Hold hold, Settlement settlement) {
        var deployment = settlement.servedBy(hold);
        if (!hold.call().covers(deployment)) {
            return new Charge.Unknown(new Ruling.Refused(Refusal.DEPLOYMENT_NOT_DECIDED));
        }
        var usage = settlement.usage();
        if (usage == null) {
            return new Charge.Of(hold.atLeastReported(hold.amount()));
        }
        var tier = settlement.serviceTier() == null ? hold.call().serviceTier() : settlement.serviceTier();
        var step = prices.step(hold.call().catalog(), deployment, tier, usage.input());
        return step == null
                ? new Charge.Unknown(new Ruling.Refused(Refusal.NO_PRICE, deployment))
                : new Charge.Of(step.cost(priced(usage)));
    }

    /** What has no price of its own is priced as what it is part of: a cache write and audio as input or output, reasoning as output. */
    private static Tokens priced(Usage usage) {
        return new Tokens(usage.input() - usage.cacheRead(), usage.cacheRead(), usage.output(), 1);
    }

    /**
     * Gives back everything.
     *
     * @param mover one that may move this hold
     */
    Ruling voided(Hold hold, Mover mover) {
        return switch (hold.stage()) {
            case VOIDED -> new Ruling.AsItWas();
            case SETTLED -> new Ruling.Refused(Refusal.SETTLED);
            case HELD, EXPIRED ->
                hold.isReported()
                        ? new Ruling.Refused(Refusal.USAGE_REPORTED)
                        : moved(
                                hold.stage() == Stage.EXPIRED ? Kind.CORRECT : Kind.VOID,
                                mover,
                                hold,
                                over(hold, Stage.VOIDED, List.of(), mover));
        };
    }

    /**
     * Charges the amount where the budget does not give it back.
     *
     * @param releasing ids of accounts whose budgets do
     */
    Ruling expired(Hold hold, Set<Long> releasing) {
        if (!hold.isDue(now)) {
            return new Ruling.AsItWas();
        }
        var charged = hold.accounts().stream()
                .filter(account -> !releasing.contains(account))
                .toList();
        return moved(Kind.EXPIRE, Mover.HOUSE, hold, over(hold, Stage.EXPIRED, charged, Mover.HOUSE));
    }

    private State over(Hold hold, Stage stage, List<Long> presumed, Mover mover) {
        var was = hold.state();
        return new State(
                stage,
                was.expiresAt(),
                was.reported(),
                presumed,
                now,
                was.charged(),
                was.by(),
                was.settlement(),
                mover.by());
    }

    /** Sets aside again what a voided hold or an expired one had, for a full life from now. Whether its accounts can carry it has been asked. */
    Ruling.Moved heldAgain(Hold hold, Mover mover) {
        var was = hold.state();
        return moved(
                Kind.HOLD,
                mover,
                hold,
                new State(
                        Stage.HELD,
                        now.plus(hold.life()),
                        was.reported(),
                        List.of(),
                        null,
                        was.charged(),
                        was.by(),
                        was.settlement(),
                        mover.by()));
    }

    /** Has a hold whose time is over, but that nobody has ended, go on. */
    Hold putOff(Hold due) {
        var was = due.state();
        return due.with(new State(
                was.stage(),
                now.plus(due.life()),
                was.reported(),
                was.presumed(),
                was.closedAt(),
                was.charged(),
                was.by(),
                was.settlement(),
                was.movedBy()));
    }

    /** In each account, what the hold has there afterwards, less what it had before. */
    private static Ruling.Moved moved(Kind kind, Mover mover, Hold hold, State state) {
        var changed = hold.with(state);
        var postings = hold.parts().stream()
                .map(part -> new Entry.Posting(
                        part.account(),
                        changed.heldIn(part).nanos() - hold.heldIn(part).nanos(),
                        changed.spentIn(part).nanos() - hold.spentIn(part).nanos()))
                .toList();
        return new Ruling.Moved(changed, new Entry(kind, mover.by(), hold.decision(), postings));
    }
}
