package dev.douane.service.reconciliation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison of all figures with what they must be the sum of has found. All amounts in nano-units.
 *
 * @param at when
 * @param accounts how many were compared
 * @param openHolds how many holds are neither settled, voided nor expired
 * @param differing how many accounts differ
 * @param differences the first of them, by account
 * @param malformed how many holds and entries are in a state that none can be in
 */
record Reconciliation(
        Instant at, long accounts, long openHolds, long differing, List<Difference> differences, long malformed) {
    /** How many differences are told at most. */
    static final int TOLD_MAX = 100;

    Reconciliation {
        differences = List.copyOf(differences);
    }

    boolean isEqual() {
        return differing == 0 && malformed == 0;
    }

    /**
     * An account whose figures are not what they must be.
     *
     * @param selector the budget's, as it is stored
     * @param scope the account's, in words
     * @param figures what the account carries; null where entries or holds name an account that is not there
     * @param entries the sums of its entries; null where it has none
     * @param openHolds what open holds set aside on it
     */
    record Difference(
            long account,
            @Nullable String budget,
            @Nullable String selector,
            @Nullable String scope,
            @Nullable Instant periodStart,
            @Nullable Figures figures,
            @Nullable Figures entries,
            long openHolds) {}

    /** Three amounts; sums of entries may be below zero where something is wrong. */
    record Figures(long held, long spent, long limit) {}
}
