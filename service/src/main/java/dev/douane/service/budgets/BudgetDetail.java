package dev.douane.service.budgets;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One budget with its live figures.
 *
 * @param accounts those of the current period that were opened, by scope
 * @param next the cursor of the next page of accounts; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BudgetDetail(
        @JsonUnwrapped BudgetSummary budget,
        List<Account> accounts,
        @Nullable String next) {
    /**
     * One account.
     *
     * @param owner who answered for the budget when the account was opened
     * @param limit what may be spent in the period, without what overrides add
     * @param carry what of the limit came from the period before
     * @param held set aside by decisions that are not settled
     * @param spent settled, or presumed spent
     * @param remaining what a further call may take at most
     * @param usedFraction held and spent as a part of the limit; more than 1 is an overrun
     */
    @JsonPropertyOrder({
        "scope",
        "owner",
        "limit",
        "carry",
        "held",
        "spent",
        "remaining",
        "usedFraction",
        "periodStart",
        "periodEnd"
    })
    record Account(
            String scope,
            String owner,
            String limit,
            String carry,
            String held,
            String spent,
            String remaining,
            BigDecimal usedFraction,
            Instant periodStart,
            Instant periodEnd) {
        static Account of(BudgetTable.AccountRow row) {
            var used = row.held().plus(row.spent());
            return new Account(
                    row.scope(),
                    row.owner(),
                    row.limit().toDecimal(2),
                    row.carry().toDecimal(2),
                    row.held().toDecimal(2),
                    row.spent().toDecimal(2),
                    row.limit().minusDownToZero(used).toDecimal(2),
                    row.limit().isZero()
                            ? BigDecimal.ONE
                            : used.toBigDecimal().divide(row.limit().toBigDecimal(), 6, RoundingMode.HALF_UP),
                    row.span().start(),
                    row.span().end());
        }
    }
}
