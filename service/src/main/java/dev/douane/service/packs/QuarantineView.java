package dev.douane.service.packs;

import dev.douane.rules.pack.Overrun;
import java.time.Instant;
import java.util.Objects;

/**
 * Why a pack is in quarantine.
 *
 * @param since when that was noticed
 * @param rule the rule of it that asked for most, or fired most often
 * @param mode of the pack for that call: {@code observe}, or {@code enforce}, and the call was denied
 * @param unit what there was too much of: {@code combinations} that its rules would have looked at, {@code firings}, {@code effects}, or
 *     {@code characters} of their reasons
 * @param amount how many there were, or would have been; of firings, at least
 * @param most how many there may be
 * @param budgets how many budgets the call had
 * @param outages how many outages there were
 */
record QuarantineView(
        Instant since, String rule, String mode, String unit, long amount, long most, int budgets, int outages) {
    static QuarantineView of(Overrun overrun, Instant since) {
        return new QuarantineView(
                since,
                overrun.rule(),
                QuarantineRow.word(overrun.mode()),
                QuarantineRow.word(overrun.excess().unit()),
                overrun.excess().amount(),
                overrun.excess().most(),
                overrun.budgets(),
                overrun.outages());
    }

    static QuarantineView of(QuarantineRow row) {
        return new QuarantineView(
                row.changedAt,
                Objects.requireNonNull(row.rule),
                Objects.requireNonNull(row.mode),
                Objects.requireNonNull(row.unit),
                Objects.requireNonNull(row.amount),
                Objects.requireNonNull(row.most),
                Objects.requireNonNull(row.budgets),
                Objects.requireNonNull(row.outages));
    }
}
