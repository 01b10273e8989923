package dev.douane.service.budgets;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.money.Money;
import dev.douane.rules.terms.ApprovedOverride;
import dev.douane.rules.terms.Carry;
import dev.douane.rules.terms.ScopeSelector;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One budget with its live figures.
 *
 * @param overrides those that run now, whichever account they are for
 * @param proposals changes of its terms that wait for somebody else's approval, newest first
 * @param accounts those of the current period that were opened, by scope
 * @param next the cursor of the next page of accounts; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BudgetDetail(
        @JsonUnwrapped BudgetSummary budget,
        List<Running> overrides,
        List<BudgetProposalView> proposals,
        List<Account> accounts,
        @Nullable String next) {
    /**
     * An override that runs.
     *
     * @param number among the budget's overrides; its history says who and why
     * @param scope the one account it is for; absent for each
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Running(
            int number,
            String extra,
            @Schema(implementation = Object.class) @Nullable JsonNode scope,
            Instant from,
            Instant until) {
        static Running of(ApprovedOverride extra, ScopeSelector budget) {
            return new Running(
                    extra.number(),
                    extra.amount().toDecimal(2),
                    extra.scope() == null ? null : AccountScope.shown(budget, extra.scope()),
                    extra.from(),
                    extra.until());
        }
    }

    /**
     * One account.
     *
     * @param scope by attribute of the budget's scope, the value that the account is for
     * @param owner who answered for the budget when the account was opened
     * @param limit what may be spent in the period, without what overrides add
     * @param carry what of the limit came from the period before
     * @param extra what overrides that run now add to the limit
     * @param held set aside by decisions that are not settled
     * @param spent settled, or presumed spent
     * @param remaining what a further call may take at most, of the limit and what overrides add
     * @param usedFraction held and spent as a part of both, as rules see it; more than 1 is an overrun
     */
    @JsonPropertyOrder({
        "scope",
        "owner",
        "limit",
        "carry",
        "extra",
        "held",
        "spent",
        "remaining",
        "usedFraction",
        "periodStart",
        "periodEnd"
    })
    @Schema(name = "BudgetAccount")
    record Account(
            @Schema(implementation = Object.class) JsonNode scope,
            String owner,
            String limit,
            String carry,
            String extra,
            String held,
            String spent,
            String remaining,
            BigDecimal usedFraction,
            Instant periodStart,
            Instant periodEnd) {
        static Account of(BudgetTable.AccountRow row, ScopeSelector budget, Money extra) {
            var used = row.held().plus(row.spent());
            var whole = Carry.sum(row.limit(), extra);
            return new Account(
                    AccountScope.shown(budget, row.scope()),
                    row.owner(),
                    row.limit().toDecimal(2),
                    row.carry().toDecimal(2),
                    extra.toDecimal(2),
                    row.held().toDecimal(2),
                    row.spent().toDecimal(2),
                    whole.minusDownToZero(used).toDecimal(2),
                    whole.isZero()
                            ? BigDecimal.ONE.add(BigDecimal.valueOf(used.nanos()))
                            : used.toBigDecimal().divide(whole.toBigDecimal(), 6, RoundingMode.HALF_UP),
                    row.span().start(),
                    row.span().end());
        }
    }
}
