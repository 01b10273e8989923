package dev.douane.service.budgets;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.douane.service.identity.KnownKeys;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of a budget's terms that waits for somebody else's approval, and what became of it.
 *
 * @param changes the terms that it changes
 * @param loosens the terms for which somebody else is asked
 * @param basedOn the number of the budget's last amendment when it was proposed, 0 for none
 * @param state one word: it waits for approval, or was approved, or rejected, or is {@code outdated}, since the budget was amended meanwhile, or {@code over}, since
 *     nobody approved it in time
 * @param endsAt when it is over
 * @param proposedByName what people call the key that proposed it, as with those that approved and rejected it
 * @param amendment the number of the amendment that it became
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BudgetProposalView(
        int number,
        TermsRequest changes,
        String takesEffect,
        List<String> loosens,
        int basedOn,
        String why,
        String state,
        Instant endsAt,
        Instant proposedAt,
        String proposedBy,
        @Nullable String proposedByName,
        @Nullable Instant approvedAt,
        @Nullable String approvedBy,
        @Nullable String approvedByName,
        @Nullable String approvedWhy,
        @Nullable Instant rejectedAt,
        @Nullable String rejectedBy,
        @Nullable String rejectedByName,
        @Nullable String rejectedWhy,
        @Nullable Integer amendment) {
    static BudgetProposalView of(Proposals.Recorded proposal, Instant at, KnownKeys known) {
        var wish = proposal.wish();
        var approved = proposal.approved();
        var rejected = proposal.rejected();
        return new BudgetProposalView(
                proposal.number(),
                TermsJson.said(wish.changes()),
                wish.atOnce() ? "now" : "next-period",
                proposal.loosens(),
                wish.basedOn() == null ? 0 : wish.basedOn(),
                wish.why(),
                proposal.state(at),
                proposal.endsAt(),
                proposal.proposed().at(),
                proposal.proposed().by(),
                known.name(proposal.proposed().by()),
                approved == null ? null : approved.at(),
                approved == null ? null : approved.by(),
                approved == null ? null : known.name(approved.by()),
                approved == null ? null : approved.why(),
                rejected == null ? null : rejected.at(),
                rejected == null ? null : rejected.by(),
                rejected == null ? null : known.name(rejected.by()),
                rejected == null ? null : rejected.why(),
                proposal.amendment());
    }
}
