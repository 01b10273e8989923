package dev.douane.service.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Violation;
import dev.douane.service.usage.UsageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call.
 *
 * @param usage absent where nobody knows: the estimate is charged
 * @param format whose words {@code usage} is written in; absent where its members tell
 * @param deployment the alternative that served the call; absent for the decision's target
 * @param serviceTier the provider's price class as it was served; absent for the one that {@code usage} tells, else the one asked for
 * @param isFinal {@code false} for what a call that still runs has used so far; absent for true
 */
record SettlementRequest(
        @Schema(
                implementation = Object.class,
                type = SchemaType.OBJECT,
                description =
                        "the provider's usage object as it came, or our own: inputTokens, cachedInputTokens, outputTokens …")
        @Nullable
        JsonNode usage,

        @Schema(
                enumeration = {
                    "openai-chat",
                    "openai-responses",
                    "anthropic",
                    "bedrock-converse",
                    "gemini",
                    "ai-sdk",
                    "opentelemetry",
                    "douane"
                })
        @Nullable
        String format,

        @Nullable String deployment,
        @Nullable String serviceTier,
        @JsonProperty("final") @Nullable Boolean isFinal) {
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");

    /** Whether the call is over. */
    boolean ends() {
        return isFinal == null || isFinal;
    }

    /** @throws ProblemException INVALID_REQUEST with everything that is wrong */
    Settlement checked() {
        var wrong = new ArrayList<Violation>();
        var served = deployment == null ? null : deployment.toLowerCase(Locale.ROOT); // as where it is asked for
        word("/deployment", served, wrong);
        word("/serviceTier", serviceTier, wrong);
        var reported = usage == null || usage.isNull()
                ? null
                : UsageReader.read(usage, format, wrong).orElse(null);
        if (reported == null && wrong.isEmpty()) {
            if (!ends()) {
                wrong.add(new Violation("/usage", "must be there where final is false"));
            }
            if (format != null) {
                wrong.add(new Violation("/format", "is of no use without usage"));
            }
        }
        var told = reported == null ? null : reported.serviceTier();
        var tier = serviceTier == null ? told : UsageReader.priceClass(serviceTier);
        if (serviceTier == null) {
            word("/usage/service_tier", tier, wrong);
        }
        if (!wrong.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The settlement is not valid.", wrong);
        }
        return new Settlement(
                reported == null ? null : reported.usage(), served, tier, ends(), serviceTier == null && tier != null);
    }

    private static void word(String pointer, @Nullable String value, List<Violation> wrong) {
        if (value != null && !WORD.matcher(value).matches()) {
            wrong.add(
                    new Violation(pointer, "must be 1 to 128 lower-case letters, digits, dots, underscores or dashes"));
        }
    }
}
