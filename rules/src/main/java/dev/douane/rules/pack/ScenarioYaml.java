package dev.douane.rules.pack;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of scenarios as written.
 *
 * @param catalog one-member maps from a deployment's id to what is true of it
 * @param time when the cases happen that name no time of their own
 * @param budgets what the cases touch that name no budgets of their own
 */
record ScenarioYaml(
        @JsonProperty(required = true) @Nullable List<Map<String, DeploymentYaml>> catalog,
        @Nullable String time,
        @Nullable List<BudgetYaml> budgets,
        @JsonProperty(required = true) @Nullable List<CaseYaml> cases) {

    record DeploymentYaml(
            @JsonProperty(required = true) @Nullable String tier,
            @Nullable String model,
            @Nullable String provider,
            @Nullable String region,
            @Nullable String hosting,
            @Nullable String control,
            @Nullable Boolean openWeights,
            @Nullable Boolean selfHosted,
            @Nullable ContractYaml contract,
            @Nullable List<String> operations,
            @Nullable List<String> capabilities,
            @Nullable List<String> tags,
            @Nullable Integer contextWindow,
            @Nullable Integer maxInputTokens,
            @Nullable Integer maxOutputTokens,
            @Nullable Boolean unpriced,
            @Nullable PriceYaml price) {}

    record ContractYaml(
            @Nullable Boolean trainsOnData,
            @Nullable Boolean continuityClause,
            @Nullable Boolean residencyClause,
            @Nullable List<String> certifications) {}

    record PriceYaml(
            @JsonProperty(required = true) @Nullable String input,
            @Nullable String cachedInput,
            @JsonProperty(required = true) @Nullable String output) {}

    record CaseYaml(
            @JsonProperty(required = true) @Nullable String name,
            @Nullable String time,
            @JsonProperty(required = true) @Nullable CallYaml call,
            @Nullable CallerYaml caller,
            @Nullable DataYaml data,
            @Nullable WorkloadYaml workload,
            @Nullable OptionsYaml options,
            @Nullable List<BudgetYaml> budgets,
            @Nullable List<OutageYaml> outages,
            @JsonProperty(required = true) @Nullable ExpectYaml expect) {}

    record CallYaml(
            @Nullable String model,
            @Nullable String provider,
            @Nullable String region,
            @Nullable String deployment,
            @Nullable String operation,
            @Nullable Integer inputTokens,
            @Nullable Integer cachedInputTokens,
            @Nullable Integer maxOutputTokens,
            @Nullable Integer n,
            @Nullable String serviceTier,
            @Nullable List<String> capabilities) {}

    record CallerYaml(
            @Nullable String organisation,
            @Nullable String product,
            @Nullable String team,
            @Nullable String workflow,
            @Nullable String user,
            @Nullable String run,
            @Nullable String environment,
            @Nullable String location) {}

    record DataYaml(
            @Nullable List<String> classes, @Nullable List<String> subjectLocations) {}

    record WorkloadYaml(
            @Nullable String task,
            @Nullable String criticality,
            @Nullable String phase,
            @Nullable Boolean interactive) {}

    record OptionsYaml(
            @Nullable Boolean acceptDowngrade, @Nullable String maxWait) {}

    record BudgetYaml(
            @JsonProperty(required = true) @Nullable String name,
            @Nullable String owner,
            @Nullable String scope,
            @Nullable Boolean hard,
            @Nullable String limit,
            @Nullable BigDecimal usedFraction,
            @Nullable BigDecimal elapsedFraction,
            @Nullable Boolean paced) {}

    record OutageYaml(
            @Nullable String provider,
            @Nullable String region,
            @Nullable String model,
            @Nullable String deployment) {}

    record ExpectYaml(
            @JsonProperty(required = true) @Nullable String verdict,
            @Nullable String deployment,
            @JsonProperty(required = true) @Nullable List<String> because,
            @Nullable String workloadClass,
            @Nullable ObligationsYaml obligations,
            @Nullable List<String> flags,
            @Nullable List<String> effects) {}

    record ObligationsYaml(
            @JsonProperty(required = true) @Nullable Integer maxOutputTokens) {}
}
