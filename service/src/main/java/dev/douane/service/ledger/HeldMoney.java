package dev.douane.service.ledger;

import dev.douane.rules.money.Money;
import dev.douane.service.budgets.Movement;
import dev.douane.service.ledger.HoldClosed.State;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/** One hold's row while a transaction has it locked. What changes is written once, by {@link HoldTable#close}. */
final class HeldMoney {
    final UUID decision;
    /** The largest of {@link #amounts}. */
    final Money amount;

    final List<Long> accounts;
    /** What each account holds, in nano-units. */
    final long[] amounts;

    final int catalog;
    final String deployment;
    final List<String> alternatives;
    final String serviceTier;

    /** How many completions were asked for. */
    int completions = 1;

    Instant expiresAt;
    State state = State.HELD;
    /** What the call was reported to have cost while it ran; null where nothing was reported. */
    @Nullable
    Money reported;

    List<Long> presumed = List.of();

    @Nullable
    Instant closedAt;

    /** What was spent; without usage the most that any of the accounts was charged. */
    @Nullable
    Money charged;

    HoldClosed.@Nullable By by;
    /** How it was settled; before that, what was reported last. */
    Settlement settlement = Settlement.BY_ESTIMATE;

    HeldMoney(
            UUID decision,
            Money amount,
            List<Long> accounts,
            long[] amounts,
            Instant expiresAt,
            int catalog,
            String deployment,
            List<String> alternatives,
            String serviceTier) {
        this.decision = decision;
        if (amounts.length != accounts.size()) {
            throw new IllegalArgumentException(
                    "hold (%s) has %d accounts and %d amounts".formatted(decision, accounts.size(), amounts.length));
        }
        this.amount = amount;
        this.accounts = List.copyOf(accounts);
        this.amounts = amounts.clone();
        this.expiresAt = expiresAt;
        this.catalog = catalog;
        this.deployment = deployment;
        this.alternatives = List.copyOf(alternatives);
        this.serviceTier = serviceTier;
    }

    /** Whether every account holds the same. */
    boolean isEven() {
        for (var each : amounts) {
            if (each != amount.nanos()) {
                return false;
            }
        }
        return true;
    }

    /** Setting it aside. */
    Movement held() {
        return moved(Movement.Kind.HOLD, account -> amounts[account], account -> 0);
    }

    /**
     * A movement in all accounts of the hold.
     *
     * @param held by the account's place in {@link #accounts}, the difference in nano-units
     * @param spent the same
     */
    Movement moved(Movement.Kind kind, IntToLongFunction held, IntToLongFunction spent) {
        var size = accounts.size();
        var ids = new long[size];
        var heldBy = new long[size];
        var spentBy = new long[size];
        for (int i = 0; i < size; i++) {
            ids[i] = accounts.get(i);
            heldBy[i] = held.applyAsLong(i);
            spentBy[i] = spent.applyAsLong(i);
        }
        return Movement.of(kind, decision, ids, heldBy, spentBy);
    }

    /** Whether the hold was made for a call to this deployment. */
    boolean covers(String other) {
        return other.equals(deployment) || alternatives.contains(other);
    }

    private long reportedNanos() {
        return reported == null ? 0 : reported.nanos();
    }

    private long chargedNanos() {
        return charged == null ? 0 : charged.nanos();
    }

    /** What is still set aside in one of {@link #accounts}, in nano-units. */
    long heldIn(int account) {
        return state == State.HELD ? Math.max(0, amounts[account] - reportedNanos()) : 0;
    }

    /** What was spent from one of {@link #accounts}, or is presumed to be, in nano-units. */
    long spentIn(int account) {
        return switch (state) {
            case HELD -> reportedNanos();
            case EXPIRED ->
                presumed.contains(accounts.get(account))
                        ? Math.max(amounts[account], reportedNanos())
                        : reportedNanos();
            case SETTLED -> by == HoldClosed.By.USAGE ? chargedNanos() : Math.max(amounts[account], reportedNanos());
            case VOIDED -> 0;
        };
    }

    /** Whether anything was reported that the call used. */
    boolean isReported() {
        var usage = settlement.usage();
        return state != State.SETTLED && usage != null && usage.total() > 0;
    }

    /**
     * How the hold stands.
     *
     * @param now the time that is answered where it goes on
     */
    HoldClosed standing(Instant now) {
        return new HoldClosed(
                decision,
                state,
                amount,
                charged == null ? new Money(reportedNanos()) : charged,
                by,
                settlement.usage(),
                closedAt == null ? now : closedAt,
                state == State.HELD ? expiresAt : null);
    }
}
