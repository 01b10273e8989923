package dev.douane.service.decisions;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a request as the API's document describes it; {@link RequestReader} is what reads it. */
@Schema(name = "DecisionRequest")
record DecisionBody(
        @Schema(required = true) CallBody call,
        @Nullable CallerBody caller,
        @Nullable DataBody data,
        @Nullable WorkloadBody workload,
        @Nullable OptionsBody options,

        @Schema(maxProperties = 16, description = "the gateway's own marks; recorded, of no consequence") @Nullable
        Map<String, String> attributes) {
    @Schema(name = "Call", description = "the proposed call; a model or a deployment is named")
    record CallBody(
            @Schema(maxLength = 256, examples = "gpt-5", description = "id or alias of a model, or auto") @Nullable
            String model,

            @Schema(maxLength = 128) @Nullable String provider,
            @Schema(maxLength = 128) @Nullable String region,
            @Schema(maxLength = 256) @Nullable String deployment,

            @Schema(defaultValue = "chat", description = "a word of the installation's vocabulary") @Nullable
            String operation,

            @Schema(required = true, minimum = "0", maximum = "10000000")
            int inputTokens,

            @Schema(minimum = "0", maximum = "10000000", defaultValue = "0") @Nullable
            Integer cachedInputTokens,

            @Schema(minimum = "1", maximum = "10000000") @Nullable
            Integer maxOutputTokens,

            @Schema(minimum = "1", maximum = "128", defaultValue = "1") @Nullable
            Integer n,

            @Schema(defaultValue = "default", description = "a word of the installation's vocabulary") @Nullable
            String serviceTier,

            @Schema(maxItems = 32) @Nullable List<String> capabilities) {}

    @Schema(name = "Caller", description = "who pays and asks")
    record CallerBody(
            @Schema(maxLength = 128) @Nullable String organisation,
            @Schema(maxLength = 128) @Nullable String product,
            @Schema(maxLength = 128) @Nullable String team,
            @Schema(maxLength = 128) @Nullable String workflow,
            @Schema(maxLength = 128) @Nullable String user,
            @Schema(maxLength = 128) @Nullable String run,
            @Schema(maxLength = 128) @Nullable String environment,

            @Schema(pattern = "[A-Z]{2}", examples = "DE") @Nullable
            String location) {}

    @Schema(name = "Data", description = "what travels")
    record DataBody(
            @Schema(maxItems = 32, description = "words of the installation's vocabulary") @Nullable
            List<String> classes,

            @Schema(maxItems = 32, description = "countries of the people the data is about") @Nullable
            List<String> subjectLocations) {}

    @Schema(name = "Workload", description = "what the call is for")
    record WorkloadBody(
            @Schema(maxLength = 128, pattern = "[a-z0-9]+(-[a-z0-9]+)*", examples = "summarise") @Nullable
            String task,

            @Schema(defaultValue = "standard", description = "a word of the installation's vocabulary") @Nullable
            String criticality,

            @Schema(defaultValue = "production", description = "a word of the installation's vocabulary") @Nullable
            String phase,

            @Schema(defaultValue = "true") @Nullable Boolean interactive) {}

    @Schema(name = "Options", description = "how to answer")
    record OptionsBody(
            @Schema(
                    enumeration = {"enforce", "advise"},
                    defaultValue = "enforce")
            @Nullable
            String mode,

            @Schema(defaultValue = "true") @Nullable Boolean acceptDowngrade,

            @Schema(defaultValue = "PT0S", description = "ISO 8601 duration, P31D at most") @Nullable
            String maxWait,

            @Schema(defaultValue = "true") @Nullable Boolean hold,

            @Schema(
                    enumeration = {"none", "reasons", "full"},
                    defaultValue = "reasons")
            @Nullable
            String explain) {}
}
