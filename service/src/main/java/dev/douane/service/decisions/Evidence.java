package dev.douane.service.decisions;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.douane.rules.facts.Outage;
import dev.douane.service.decisions.DecisionView.ReasonView;
import dev.douane.service.decisions.DecisionView.WouldHaveView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decision was made from beside its request, ruleset and catalog.
 *
 * @param workloadClass what the classification packs made of the workload; left out where they said nothing
 * @param budgets the accounts the call touches
 * @param outages what was out of service
 * @param reasons where the answer was asked for without them
 * @param wouldHave likewise
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({"workloadClass", "budgets", "outages", "reasons", "wouldHave"})
record Evidence(
        @Nullable String workloadClass,
        List<Account> budgets,
        List<Outage> outages,
        @Nullable List<ReasonView> reasons,
        @Nullable WouldHaveView wouldHave) {

    /**
     * One account: as the rules saw it, and as it stood when the decision was written, its own hold included.
     *
     * @param seen left out where the rules did not see it
     * @param after left out where the ledger did not ask it
     * @param expected what its hold stands on; left out where no account holds less than the worst case
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"name", "scope", "owner", "hard", "limit", "from", "until", "seen", "after", "expected"})
    record Account(
            String name,
            String scope,
            String owner,
            boolean hard,
            String limit,
            Instant from,
            Instant until,
            @Nullable Figures seen,
            @Nullable Figures after,
            @Nullable Expected expected) {}

    /**
     * What an account was taken to need for the call.
     *
     * @param basis whose observed output lengths it stands on
     * @param outputTokens of each completion
     */
    @JsonPropertyOrder({"amount", "basis", "outputTokens", "samples"})
    record Expected(String amount, String basis, int outputTokens, long samples) {}

    /** Money held and spent. */
    @JsonPropertyOrder({"held", "spent"})
    record Figures(String held, String spent) {}
}
