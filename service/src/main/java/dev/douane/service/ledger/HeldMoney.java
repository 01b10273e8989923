package dev.douane.service.ledger;

import dev.douane.rules.money.Money;
import dev.douane.service.budgets.Movement;
import dev.douane.service.identity.KeyHolder;
import dev.douane.service.ledger.HoldStatus.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One hold's row while a transaction has it locked. What changes is written once, by {@link HoldTable#close}. */
final class HeldMoney {
    /**
     * What one account holds.
     *
     * @param account the account's id
     * @param nanos nano-units
     */
    record Part(long account, long nanos) {}

    final UUID decision;
    /** The largest of {@link #parts}; where there are none, what the call can cost. */
    final Money amount;

    /** An account is in one of them at most. */
    final List<Part> parts;

    final int catalog;
    final String deployment;
    final List<String> alternatives;
    final String serviceTier;

    /** How many completions were asked for. */
    int completions = 1;

    /** Whose it is, as {@link KeyHolder#owner} names them; null where that is not known any more. */
    @Nullable
    String owner;

    /** Who settled, voided, reported or held it again last, as a {@link Mover} is named; null where nobody has. */
    @Nullable
    String movedBy;

    Instant expiresAt;
    State state = State.HELD;
    /** What the call was reported to have cost while it ran; null where nothing was reported. */
    @Nullable
    Money reported;

    /** Ids of accounts that the expiry charged. */
    List<Long> presumed = List.of();

    @Nullable
    Instant closedAt;

    /** What was spent; without usage the most that any of the accounts was charged. */
    @Nullable
    Money charged;

    HoldStatus.@Nullable By by;
    /** How it was settled; before that, what was reported last. */
    Settlement settlement = Settlement.BY_ESTIMATE;

    HeldMoney(
            UUID decision,
            Money amount,
            List<Part> parts,
            Instant expiresAt,
            int catalog,
            String deployment,
            List<String> alternatives,
            String serviceTier) {
        this.decision = decision;
        this.amount = amount;
        this.parts = List.copyOf(parts);
        this.expiresAt = expiresAt;
        this.catalog = catalog;
        this.deployment = deployment;
        this.alternatives = List.copyOf(alternatives);
        this.serviceTier = serviceTier;
    }

    /** Whether every account holds the same. */
    boolean isEven() {
        for (var part : parts) {
            if (part.nanos() != amount.nanos()) {
                return false;
            }
        }
        return true;
    }

    /** Setting it aside, for the key that asks. */
    Movement held(String by) {
        return Movement.of(
                Movement.Kind.HOLD,
                by,
                decision,
                parts.stream()
                        .map(part -> Movement.Posting.of(part.account(), part.nanos(), 0))
                        .toList());
    }

    /** Makes a change, and tells what it moves: in each account what the hold has there afterwards, less what it had before. */
    Movement moved(Movement.Kind kind, Mover mover, Runnable change) {
        record Before(Part part, long held, long spent) {}
        var before = parts.stream()
                .map(part -> new Before(part, heldIn(part), spentIn(part)))
                .toList();
        change.run();
        movedBy = mover.by();
        return Movement.of(
                kind,
                mover.by(),
                decision,
                before.stream()
                        .map(was -> Movement.Posting.of(
                                was.part().account(),
                                heldIn(was.part()) - was.held(),
                                spentIn(was.part()) - was.spent()))
                        .toList());
    }

    /** What an account holds of it; empty where it is in another. */
    Optional<Part> partIn(long account) {
        return parts.stream().filter(part -> part.account() == account).findFirst();
    }

    /** Ids of the accounts it is in. */
    List<Long> accounts() {
        return parts.stream().map(Part::account).toList();
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

    /** What is still set aside in one of {@link #parts}, in nano-units. */
    long heldIn(Part part) {
        return state == State.HELD ? Math.max(0, part.nanos() - reportedNanos()) : 0;
    }

    /** What was spent from one of {@link #parts}, or is presumed to be, in nano-units. */
    long spentIn(Part part) {
        return switch (state) {
            case HELD -> reportedNanos();
            case EXPIRED ->
                presumed.contains(part.account()) ? Math.max(part.nanos(), reportedNanos()) : reportedNanos();
            case SETTLED -> by == HoldStatus.By.USAGE ? chargedNanos() : Math.max(part.nanos(), reportedNanos());
            case VOIDED -> 0;
        };
    }

    /** Whether anything was reported that the call used. */
    boolean isReported() {
        var usage = settlement.usage();
        return state != State.SETTLED && usage != null && usage.total() > 0;
    }

    private @Nullable String chargedAt() {
        if (settlement.usage() == null) {
            return null;
        }
        return settlement.serviceTier() == null ? serviceTier : settlement.serviceTier();
    }

    /**
     * How the hold stands.
     *
     * @param now the time that is answered where it goes on
     */
    HoldStatus standing(Instant now) {
        return new HoldStatus(
                decision,
                state,
                amount,
                charged == null ? new Money(reportedNanos()) : charged,
                by,
                settlement.usage(),
                chargedAt(),
                closedAt == null ? now : closedAt,
                movedBy,
                owner,
                state == State.HELD ? expiresAt : null);
    }
}
