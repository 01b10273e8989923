package dev.douane.service.ledger;

import dev.douane.service.budgets.BudgetsSnapshot;
import java.util.Optional;

/**
 * Gives an earlier answer again, true of the hold as it is now. An answer whose money is gone, because it was given back or the hold has
 * expired, is only given again where the money can be set aside again and the call would get the same answer were it decided now.
 */
final class Repeating {
    /**
     * An answer to be given again.
     *
     * @param answer JSON in UTF-8
     * @param word what metrics count
     * @param isHoldChanged whether the hold has to be written
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way out, never compared
    record Again(byte[] answer, String word, boolean isHoldChanged) {}

    private final Admitting admitting;
    private final BudgetsSnapshot seen;
    private final Holds holds;

    Repeating(Admitting admitting, BudgetsSnapshot seen, Holds holds) {
        this.admitting = admitting;
        this.seen = seen;
        this.holds = holds;
    }

    /**
     * What is answered to a repeat of the request that was answered with {@code recorded}.
     *
     * @param hold of that answer's decision; changed where it is taken again
     * @return empty where the answer is not true any more: the request is to be decided anew
     */
    Optional<Again> answer(Waiting waiting, byte[] recorded, HeldMoney hold) {
        var recording = waiting.recording();
        return switch (hold.state) {
            case SETTLED ->
                Optional.of(new Again(
                        recording.repeatSettled(
                                recorded, hold.standing(waiting.plan().at())),
                        Admissions.REPLAYED,
                        false));
            case HELD -> {
                var isPutOff = holds.putOffIfDue(hold);
                yield Optional.of(new Again(recording.repeat(recorded, told(hold)), Admissions.REPLAYED, isPutOff));
            }
            case VOIDED, EXPIRED -> heldAgain(waiting, recorded, hold);
        };
    }

    private Optional<Again> heldAgain(Waiting waiting, byte[] recorded, HeldMoney hold) {
        var plan = waiting.plan();
        var its = seen.terms().matching(plan.question().caller(), plan.at());
        var shares = admitting.sharesOfTheSame(waiting, recorded, hold, its);
        if (shares.isEmpty()) {
            return Optional.empty();
        }
        holds.holdAgain(hold, Mover.ofItsOwn(waiting.asker()));
        var accounts = admitting.standing(shares.get(), plan.at());
        return Optional.of(
                new Again(waiting.recording().repeat(recorded, told(hold), accounts), Admissions.HELD_AGAIN, true));
    }

    private static Hold told(HeldMoney hold) {
        return new Hold(hold.amount, hold.expiresAt);
    }
}
