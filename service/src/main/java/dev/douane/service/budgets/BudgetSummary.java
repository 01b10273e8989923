package dev.douane.service.budgets;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.service.identity.KnownKeys;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A budget with its terms of one time, as a list shows it.
 *
 * @param neverMatches why no call can match as long as the catalog is what it is; absent where one can
 * @param lastMatchedAt when a call that the budget is for was last asked about, to the second; absent where none was yet
 * @param createdByName what people call the key that made it
 * @param changesAt when other terms that are known already take effect; absent where there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BudgetSummary(
        UUID id,
        String name,
        String owner,
        String amount,
        String currency,
        @Schema(implementation = Object.class) JsonNode scope,
        @JsonProperty("default") boolean isDefault,
        TermsRequest.PeriodRequest period,
        String enforcement,

        @Schema(enumeration = {"never", "last-call-may-cross"})
        String overrun,

        @Schema(implementation = Object.class) JsonNode estimate,
        @Schema(implementation = Object.class) JsonNode rollover,
        String holdExpiry,
        boolean closed,
        @Nullable String neverMatches,
        @Nullable Instant lastMatchedAt,
        @Nullable Instant changesAt,
        Instant createdAt,
        String createdBy,
        @Nullable String createdByName) {
    static BudgetSummary of(
            BudgetRegister.Registered registered,
            Instant at,
            KnownKeys known,
            @Nullable String neverMatches,
            @Nullable Instant lastMatchedAt) {
        var budget = registered.budget().at(at);
        var terms = budget.terms();
        return new BudgetSummary(
                budget.id(),
                budget.name(),
                terms.owner(),
                terms.amount().toDecimal(2),
                registered.currency(),
                TermsJson.scope(budget.scope()),
                budget.isDefault(),
                TermsRequest.PeriodRequest.of(terms.period()),
                TermsJson.enforcement(terms.hard()),
                terms.overrun().word(),
                TermsJson.estimate(terms.estimate()),
                TermsJson.rollover(terms.rollover()),
                TermsJson.holdExpiry(terms.releases()),
                terms.closed(),
                neverMatches,
                lastMatchedAt,
                registered.budget().changesAfter(at),
                registered.createdAt(),
                registered.createdBy(),
                known.name(registered.createdBy()));
    }
}
