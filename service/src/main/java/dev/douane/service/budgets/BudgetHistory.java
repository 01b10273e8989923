package dev.douane.service.budgets;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a budget's terms.
 *
 * @param amendments newest first
 * @param overrides newest first
 */
record BudgetHistory(List<AmendmentView> amendments, List<OverrideView> overrides) {
    /**
     * One amendment.
     *
     * @param effectiveAt first instant at which it is in force
     */
    record AmendmentView(
            int number,
            TermsRequest changes,
            String takesEffect,
            Instant effectiveAt,
            String why,
            Instant changedAt,
            String changedBy) {
        static AmendmentView of(Amendments.Amended amended) {
            return new AmendmentView(
                    amended.number(),
                    TermsJson.said(amended.changes()),
                    amended.atOnce() ? "now" : "next-period",
                    amended.effectiveAt(),
                    amended.why(),
                    amended.changedAt(),
                    amended.changedBy());
        }
    }

    /**
     * One override.
     *
     * @param scope the one account it is for; absent for each
     * @param state one word: waiting for approval, waiting for its time, running, over, or taken back
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OverrideView(
            int number,
            String extra,
            @Nullable String scope,
            Instant from,
            Instant until,
            String why,
            String state,
            Instant proposedAt,
            String proposedBy,
            @Nullable Instant approvedAt,
            @Nullable String approvedBy,
            @Nullable Instant revokedAt,
            @Nullable String revokedBy) {
        static OverrideView of(Overrides.Recorded override, Instant at) {
            var wish = override.wish();
            var approved = override.approved();
            var revoked = override.revoked();
            return new OverrideView(
                    override.number(),
                    wish.extra().toDecimal(2),
                    wish.scope(),
                    wish.from(),
                    wish.until(),
                    wish.why(),
                    override.state(at),
                    override.proposed().at(),
                    override.proposed().by(),
                    approved == null ? null : approved.at(),
                    approved == null ? null : approved.by(),
                    revoked == null ? null : revoked.at(),
                    revoked == null ? null : revoked.by());
        }
    }
}
