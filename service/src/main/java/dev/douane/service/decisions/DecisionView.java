package dev.douane.service.decisions;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer. Amounts are decimal strings of the installation's currency, times ISO 8601 in UTC; what does not apply is left out.
 *
 * @param because what decided, in one word and one sentence
 * @param target where the call goes; left out where it goes nowhere
 * @param alternatives up to three more that the hold covers, in the order to try them; left out where there is no target
 * @param reasons left out where none were asked for
 * @param wouldHave what would have been answered had everything observed been enforced; left out with the reasons, and where nothing
 *     observed had a say
 * @param obligations what the gateway has to keep to; left out where there is no target
 * @param hold left out where nothing is set aside
 * @param settlement what the call came to, where its answer is given again after it was settled; nothing is held then
 * @param budgets those the call touches, as they stand with this decision
 * @param retryAfter when a deferred call may be asked again
 * @param nearestMiss what stood between a denied call and a target
 * @param explanation where it was asked for
 */
@Schema(name = "Decision")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "id",
    "verdict",
    "because",
    "target",
    "alternatives",
    "reasons",
    "wouldHave",
    "obligations",
    "cost",
    "hold",
    "settlement",
    "budgets",
    "retryAfter",
    "nearestMiss",
    "explanation",
    "ruleset",
    "catalog",
    "decidedAt"
})
record DecisionView(
        UUID id,

        @Schema(enumeration = {"allow", "reroute", "downgrade", "defer", "deny"})
        String verdict,

        BecauseView because,
        @Nullable TargetView target,
        @Nullable List<OptionView> alternatives,
        @Nullable List<ReasonView> reasons,
        @Nullable WouldHaveView wouldHave,
        @Nullable ObligationsView obligations,
        CostView cost,
        @Nullable HoldView hold,
        @Nullable SettlementView settlement,
        List<BudgetLine> budgets,
        @Schema(format = "date-time") @Nullable String retryAfter,
        @Nullable NearestMissView nearestMiss,
        @Nullable ExplanationView explanation,
        RulesetView ruleset,
        CatalogView catalog,

        @Schema(format = "date-time", examples = "2026-11-21T10:00:00.123Z")
        String decidedAt) {

    /**
     * The reason but for which the verdict would have been a better one.
     *
     * @param code stable: {@code as-asked}; a word of the house such as {@code unknown-model} or {@code budget}; or {@code rule:} and the id of
     *     the rule that decided
     * @param message for people
     * @param rule left out where no rule decided, as is {@code pack}
     */
    @Schema(name = "Because")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"code", "message", "rule", "pack"})
    record BecauseView(
            @Schema(examples = {"as-asked", "unknown-model", "rule:EU-001"})
            String code,

            String message,
            @Nullable String rule,
            @Nullable String pack) {}

    /** @param hosting left out where unknown, as is {@code control} */
    @Schema(name = "Target")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"deployment", "model", "provider", "region", "hosting", "control", "tier"})
    record TargetView(
            String deployment,
            String model,
            String provider,
            String region,
            @Nullable String hosting,
            @Nullable String control,
            String tier) {}

    /** An alternative with what it would cost at most, and the output cap that stands on. */
    @Schema(name = "Alternative")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({
        "deployment",
        "model",
        "provider",
        "region",
        "hosting",
        "control",
        "tier",
        "estimated",
        "maxOutputTokens"
    })
    record OptionView(
            String deployment,
            String model,
            String provider,
            String region,
            @Nullable String hosting,
            @Nullable String control,
            String tier,
            String estimated,
            int maxOutputTokens) {}

    /** @param pack left out for the house's own reasons, as are {@code cites} where there are none */
    @Schema(name = "Reason")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @JsonPropertyOrder({"rule", "pack", "effect", "message", "cites", "mode"})
    record ReasonView(
            String rule,
            @Nullable String pack,
            String effect,
            String message,
            List<String> cites,
            @Schema(enumeration = {"enforce", "observe"}) String mode) {}

    /**
     * @param target left out where the call would have gone nowhere
     * @param because ids of the observed rules that fired or failed
     */
    @Schema(name = "WouldHave")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"verdict", "target", "because"})
    record WouldHaveView(
            @Schema(enumeration = {"allow", "reroute", "downgrade", "defer", "deny"})
            String verdict,

            @Nullable TargetView target,
            List<String> because) {}

    @Schema(name = "Obligations")
    record ObligationsView(int maxOutputTokens) {}

    /**
     * @param requested what the call would cost as asked; left out where that is not known
     * @param estimated the most it can cost at the target; left out where there is none
     */
    @Schema(name = "Cost")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"currency", "requested", "estimated"})
    record CostView(
            String currency,
            @Nullable String requested,
            @Nullable String estimated) {}

    @Schema(name = "Hold")
    @JsonPropertyOrder({"amount", "expiresAt"})
    record HoldView(
            String amount, @Schema(format = "date-time") String expiresAt) {}

    @Schema(name = "DecisionSettlement")
    @JsonPropertyOrder({"charged", "settledAt"})
    record SettlementView(
            String charged, @Schema(format = "date-time") String settledAt) {}

    /** @param usedFraction held and spent as a part of the limit, to four decimals; more than 1 is an overrun */
    @Schema(name = "BudgetLine")
    @JsonPropertyOrder({"name", "remaining", "usedFraction"})
    record BudgetLine(String name, String remaining, double usedFraction) {}

    @Schema(name = "RulesetInForce")
    @JsonPropertyOrder({"number", "digest"})
    record RulesetView(int number, String digest) {}

    @Schema(name = "CatalogInForce")
    record CatalogView(int version) {}

    /**
     * @param reasons all that would have to be lifted; a single one where that is all that stood in the way
     * @param deployment what would then have served the call; left out where the catalog has nothing to offer at all
     */
    @Schema(name = "NearestMiss")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"reasons", "deployment"})
    record NearestMissView(List<MissedBy> reasons, @Nullable String deployment) {}

    @Schema(name = "MissedBy")
    @JsonPropertyOrder({"rule", "effect", "message"})
    record MissedBy(String rule, String effect, String message) {}

    /** How the catalog came down to what was eligible. */
    @Schema(name = "Explanation")
    @JsonPropertyOrder({"catalog", "steps", "eligible"})
    record ExplanationView(int catalog, List<StepView> steps, int eligible) {}

    /** One reason's part: what it excludes by itself, and what is left after it and those before it. */
    @Schema(name = "ExplanationStep")
    @JsonPropertyOrder({"rule", "effect", "excluded", "left"})
    record StepView(String rule, String effect, int excluded, int left) {}
}
