package dev.douane.service.budgets;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.terms.ScopeSelector;
import dev.douane.service.identity.KnownKeys;
import dev.douane.service.platform.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What became of a budget's terms, a page of all three.
 *
 * @param amendments newest first
 * @param overrides newest first
 * @param proposals changes that somebody else was asked to approve, newest first, whatever became of them
 * @param next the cursor of the next page; absent on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BudgetHistory(
        List<AmendmentView> amendments,
        List<OverrideView> overrides,
        List<BudgetProposalView> proposals,
        @Nullable String next) {
    /**
     * Where a page begins.
     *
     * @param amendment exclusive upper bound of the amendments' numbers
     * @param override exclusive upper bound of the overrides' numbers
     * @param proposal exclusive upper bound of the proposals' numbers
     */
    record Place(int amendment, int override, int proposal) {
        private static final Pattern WORD = Pattern.compile("([0-9]{1,9})-([0-9]{1,9})-([0-9]{1,9})");
        private static final int MOST = 999_999_999;

        static Place of(PageRequest page) {
            if (page.after().isEmpty()) {
                return new Place(MOST, MOST, MOST);
            }
            var numbers = WORD.matcher(page.after().get());
            if (!numbers.matches()) {
                throw PageRequest.badCursor();
            }
            return new Place(
                    Integer.parseInt(numbers.group(1)),
                    Integer.parseInt(numbers.group(2)),
                    Integer.parseInt(numbers.group(3)));
        }

        String word() {
            return amendment + "-" + override + "-" + proposal;
        }
    }

    /**
     * The page that begins at {@code from}.
     *
     * @param amendments from there on, and one more than the page shows where there are more
     * @param overrides likewise
     * @param proposals likewise
     */
    static BudgetHistory page(
            Place from,
            int limit,
            List<Amendments.Amended> amendments,
            List<OverrideView> overrides,
            List<BudgetProposalView> proposals,
            KnownKeys known) {
        var amended = amendments.stream().limit(limit).toList();
        var overridden = overrides.stream().limit(limit).toList();
        var proposed = proposals.stream().limit(limit).toList();
        var isLast = amended.size() == amendments.size()
                && overridden.size() == overrides.size()
                && proposed.size() == proposals.size();
        var next = new Place(
                amended.isEmpty() ? from.amendment() : amended.getLast().number(),
                overridden.isEmpty() ? from.override() : overridden.getLast().number(),
                proposed.isEmpty() ? from.proposal() : proposed.getLast().number());
        return new BudgetHistory(
                amended.stream().map(each -> AmendmentView.of(each, known)).toList(),
                overridden,
                proposed,
                isLast ? null : PageRequest.cursor(next.word()));
    }

    /**
     * One amendment.
     *
     * @param effectiveAt first instant at which it is in force
     * @param changedBy the key that amended it, or proposed to
     * @param changedByName what people call that key
     * @param proposal the number of the proposal that it was; absent, like who approved it, where nobody had to be asked
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AmendmentView(
            int number,
            TermsRequest changes,
            String takesEffect,
            Instant effectiveAt,
            String why,
            Instant changedAt,
            String changedBy,
            @Nullable String changedByName,
            @Nullable Integer proposal,
            @Nullable Instant approvedAt,
            @Nullable String approvedBy,
            @Nullable String approvedByName,
            @Nullable String approvedWhy) {
        static AmendmentView of(Amendments.Amended amended, KnownKeys known) {
            var approval = amended.approval();
            return new AmendmentView(
                    amended.number(),
                    TermsJson.said(amended.changes()),
                    amended.atOnce() ? "now" : "next-period",
                    amended.effectiveAt(),
                    amended.why(),
                    amended.changedAt(),
                    amended.changedBy(),
                    known.name(amended.changedBy()),
                    approval == null ? null : approval.proposal(),
                    approval == null ? null : approval.step().at(),
                    approval == null ? null : approval.step().by(),
                    approval == null ? null : known.name(approval.step().by()),
                    approval == null ? null : approval.step().why());
        }
    }

    /**
     * One override.
     *
     * @param scope the one account it is for; absent for each
     * @param proposedByName what people call the key that proposed it, as with those that approved and revoked it
     * @param state one word: waiting for approval, waiting for its time, running, over, or taken back
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OverrideView(
            int number,
            String extra,
            @Schema(implementation = Object.class) @Nullable JsonNode scope,
            Instant from,
            Instant until,
            String why,
            String state,
            Instant proposedAt,
            String proposedBy,
            @Nullable String proposedByName,
            @Nullable Instant approvedAt,
            @Nullable String approvedBy,
            @Nullable String approvedByName,
            @Nullable String approvedWhy,
            @Nullable Instant revokedAt,
            @Nullable String revokedBy,
            @Nullable String revokedByName,
            @Nullable String revokedWhy) {
        /**
         * As it stands at a time.
         *
         * @param budget the selector of its budget
         */
        static OverrideView of(Overrides.Recorded override, ScopeSelector budget, Instant at, KnownKeys known) {
            var wish = override.wish();
            var approved = override.approved();
            var revoked = override.revoked();
            return new OverrideView(
                    override.number(),
                    wish.extra().toDecimal(2),
                    wish.scope() == null ? null : AccountScope.shown(budget, wish.scope()),
                    override.from(),
                    wish.until(),
                    wish.why(),
                    override.state(at),
                    override.proposed().at(),
                    override.proposed().by(),
                    known.name(override.proposed().by()),
                    approved == null ? null : approved.at(),
                    approved == null ? null : approved.by(),
                    approved == null ? null : known.name(approved.by()),
                    approved == null ? null : approved.why(),
                    revoked == null ? null : revoked.at(),
                    revoked == null ? null : revoked.by(),
                    revoked == null ? null : known.name(revoked.by()),
                    revoked == null ? null : revoked.why());
        }
    }
}
