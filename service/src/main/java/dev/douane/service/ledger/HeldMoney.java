package dev.douane.service.ledger;

import dev.douane.rules.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
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
    final Money amount;
    final List<Long> accounts;
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
            Instant expiresAt,
            int catalog,
            String deployment,
            List<String> alternatives,
            String serviceTier) {
        this.decision = decision;
        this.amount = amount;
        this.accounts = List.copyOf(accounts);
        this.expiresAt = expiresAt;
        this.catalog = catalog;
        this.deployment = deployment;
        this.alternatives = List.copyOf(alternatives);
        this.serviceTier = serviceTier;
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
