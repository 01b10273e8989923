package dev.douane.rules.ledger;

import dev.douane.rules.money.Money;
import dev.douane.rules.money.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money set aside by a decision, and what became of it.
 *
 * @param decision UUIDv7; its time is when the hold was made
 * @param amount the largest of {@code parts}; where there are none, what the call can cost
 * @param parts what each account holds; an account is in one of them at most
 * @param owner to whom it belongs; null where that is not known any more
 * @param life how long it waits for a report or a settlement
 */
public record Hold(
        UUID decision,
        Money amount,
        List<Part> parts,
        HeldCall call,
        @Nullable String owner,
        Duration life,
        State state) {
    /** What one account holds. */
    public record Part(long account, Money amount) {}

    /**
     * The call it was made for.
     *
     * @param catalog the version of the catalog whose prices it is settled by
     * @param deployment the decision's target
     * @param alternatives deployments that it serves too
     * @param serviceTier as it was asked for
     * @param completions how many were asked for, 1 or more
     */
    public record HeldCall(
            int catalog, String deployment, List<String> alternatives, String serviceTier, int completions) {
        public HeldCall {
            alternatives = List.copyOf(alternatives);
        }

        boolean covers(String other) {
            return other.equals(deployment) || alternatives.contains(other);
        }
    }

    /** Where a hold is in its life. */
    public enum Stage {
        HELD,
        SETTLED,
        VOIDED,
        EXPIRED
    }

    /** What an amount that was charged stands on. */
    public enum By {
        USAGE,
        ESTIMATE
    }

    /**
     * How it stands.
     *
     * @param expiresAt until when a report or the settlement is waited for
     * @param reported what the call was reported to have cost while it ran; null where nothing was reported
     * @param presumed ids of accounts that the expiry charged
     * @param closedAt when it ended; null while it has not
     * @param charged what was spent; without usage the most that any of the accounts was charged; null where it was not settled
     * @param by what that stands on
     * @param settlement how it was settled; before that, what was reported last
     * @param movedBy who settled, voided, reported or held it again last, as a {@link Mover} is named; null where nobody has
     */
    public record State(
            Stage stage,
            Instant expiresAt,
            @Nullable Money reported,
            List<Long> presumed,
            @Nullable Instant closedAt,
            @Nullable Money charged,
            @Nullable By by,
            Settlement settlement,
            @Nullable String movedBy) {
        public State {
            presumed = List.copyOf(presumed);
        }

        /** Of a hold that was just made. */
        public static State until(Instant expiresAt) {
            return new State(Stage.HELD, expiresAt, null, List.of(), null, null, null, Settlement.BY_ESTIMATE, null);
        }
    }

    public Hold {
        parts = List.copyOf(parts);
    }

    /** When the decision was made, to the millisecond. */
    public Instant madeAt() {
        return Instant.ofEpochMilli(decision.getMostSignificantBits() >>> 16);
    }

    public Stage stage() {
        return state.stage();
    }

    /** Whether its time is over and nobody has ended it. */
    public boolean isDue(Instant now) {
        return state.stage() == Stage.HELD && !state.expiresAt().isAfter(now);
    }

    /** What an account holds of it; empty where it is in another. */
    Optional<Part> partIn(long account) {
        return parts.stream().filter(part -> part.account() == account).findFirst();
    }

    /** Ids of the accounts it is in. */
    public List<Long> accounts() {
        return parts.stream().map(Part::account).toList();
    }

    /** What was spent, or was so far; nothing where nothing was. */
    public Money spent() {
        return state.charged() != null ? state.charged() : reported();
    }

    /** What the call was reported to have cost; nothing where nothing was reported. */
    Money reported() {
        return state.reported() == null ? Money.ZERO : state.reported();
    }

    /** What is still set aside in one of {@link #parts}. */
    Money heldIn(Part part) {
        return state.stage() == Stage.HELD ? part.amount().minusDownToZero(reported()) : Money.ZERO;
    }

    /** What was spent from one of {@link #parts}, or is presumed to be. */
    Money spentIn(Part part) {
        return switch (state.stage()) {
            case HELD -> reported();
            case EXPIRED -> state.presumed().contains(part.account()) ? atLeastReported(part.amount()) : reported();
            case SETTLED ->
                state.by() == By.USAGE && state.charged() != null ? state.charged() : atLeastReported(part.amount());
            case VOIDED -> Money.ZERO;
        };
    }

    /** The amount, or what was reported where that is more. */
    Money atLeastReported(Money estimate) {
        return estimate.compareTo(reported()) > 0 ? estimate : reported();
    }

    /** Whether anything was reported that the call used. */
    boolean isReported() {
        var usage = state.settlement().usage();
        return state.stage() != Stage.SETTLED && usage != null && usage.total() > 0;
    }

    /** What the call is known to have used; null where nobody told. */
    public @Nullable Usage usage() {
        return state.settlement().usage();
    }

    /** The same hold as it stands otherwise. */
    Hold with(State other) {
        return new Hold(decision, amount, parts, call, owner, life, other);
    }
}
