package dev.douane.service.reconciliation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.service.budgets.AccountScope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A check of the ledger.
 *
 * @param equal whether every figure is the sum it must be, nothing is malformed, and nothing of the log differs
 * @param differing accounts that differ
 * @param differences the first hundred of them
 * @param malformed holds and entries in a state that none can be in
 * @param log what the newest decisions and holds say of each other
 */
record ReconciliationView(
        Instant checkedAt,
        boolean equal,
        long accounts,
        long openHolds,
        long differing,
        List<Difference> differences,
        long malformed,
        LogFindingsView log) {
    private static final int NANO_DIGITS = 9;

    /**
     * An account that differs.
     *
     * @param carried its figures; absent where there is no such account
     * @param entries the sums of its entries; absent where it has none
     * @param openHolds what its open holds set aside
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "LedgerDifference")
    record Difference(
            long account,
            @Nullable String budget,
            @Schema(implementation = Object.class) @Nullable JsonNode scope,
            @Nullable Instant periodStart,
            @Nullable Figures carried,
            @Nullable Figures entries,
            String openHolds) {}

    /** In the installation's currency. */
    @Schema(name = "LedgerFigures")
    record Figures(String held, String spent, String limit) {
        static @Nullable Figures of(Reconciliation.@Nullable Figures figures) {
            return figures == null
                    ? null
                    : new Figures(money(figures.held()), money(figures.spent()), money(figures.limit()));
        }
    }

    static ReconciliationView of(Reconciliation found, LogFindings log) {
        return new ReconciliationView(
                found.at(),
                found.isEqual() && log.isEqual(),
                found.accounts(),
                found.openHolds(),
                found.differing(),
                found.differences().stream()
                        .map(each -> new Difference(
                                each.account(),
                                each.budget(),
                                scope(each),
                                each.periodStart(),
                                Figures.of(each.figures()),
                                Figures.of(each.entries()),
                                money(each.openHolds())))
                        .toList(),
                found.malformed(),
                LogFindingsView.of(log));
    }

    private static @Nullable JsonNode scope(Reconciliation.Difference of) {
        return of.selector() == null || of.scope() == null ? null : AccountScope.shown(of.selector(), of.scope());
    }

    /** May be below zero, which {@code Money} cannot: something is wrong here. */
    static String money(long nanos) {
        return BigDecimal.valueOf(nanos, NANO_DIGITS).toPlainString();
    }
}
