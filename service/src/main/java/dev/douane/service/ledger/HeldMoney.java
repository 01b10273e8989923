package dev.douane.service.ledger;

import dev.douane.rules.money.Money;
import dev.douane.service.budgets.Movement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/** One hold's row while a transaction has it locked. What changes is written once, by {@link HoldTable#close}. */
final class HeldMoney {
    /** Where a hold is in its life. */
    enum State {
        HELD,
        SETTLED,
        VOIDED,
        EXPIRED
    }

    final UUID decision;
    /** The largest of {@link #amounts}. */
    final Money amount;

    final List<Long> accounts;
    /** What each account holds, in nano-units. */
    final long[] amounts;

    final Instant expiresAt;
    final int catalog;
    final String deployment;
    final List<String> alternatives;
    final String serviceTier;

    State state = State.HELD;
    List<Long> presumed = List.of();

    @Nullable
    Instant closedAt;

    @Nullable
    Money charged;

    HoldClosed.@Nullable By by;
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
        return Arrays.stream(amounts).allMatch(each -> each == amount.nanos());
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

    /** The answer about a hold that was settled or voided. */
    HoldClosed closed() {
        if (closedAt == null) {
            throw new IllegalStateException("hold (%s) is %s".formatted(decision, state));
        }
        return new HoldClosed(decision, amount, charged == null ? Money.ZERO : charged, by, closedAt);
    }
}
