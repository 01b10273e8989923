package dev.douane.service.decisions;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.douane.rules.money.Money;
import dev.douane.service.audit.DecisionSummary;
import dev.douane.service.identity.KnownKeys;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a list shows of a decision: the members of a JSON item, and in the same order the columns of a CSV row.
 *
 * @param because what decided: a word of the house, or {@code rule:} and a rule's id; left out for decisions from before there was a word for it
 */
@Schema(name = "DecisionSummary")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "id",
    "decidedAt",
    "verdict",
    "mode",
    "principal",
    "principalName",
    "organisation",
    "product",
    "team",
    "workflow",
    "user",
    "run",
    "environment",
    "modelAsked",
    "deployment",
    "model",
    "provider",
    "region",
    "hosting",
    "control",
    "tier",
    "rules",
    "ruleset",
    "catalog",
    "requested",
    "estimated",
    "held",
    "wouldHave",
    "because"
})
record SummaryView(
        UUID id,
        @Schema(format = "date-time") String decidedAt,
        String verdict,
        String mode,
        String principal,
        @Nullable String principalName,
        @Nullable String organisation,
        @Nullable String product,
        @Nullable String team,
        @Nullable String workflow,
        @Nullable String user,
        @Nullable String run,
        @Nullable String environment,
        @Nullable String modelAsked,
        @Nullable String deployment,
        @Nullable String model,
        @Nullable String provider,
        @Nullable String region,
        @Nullable String hosting,
        @Nullable String control,
        @Nullable String tier,
        List<String> rules,
        int ruleset,
        int catalog,
        @Nullable String requested,
        @Nullable String estimated,
        @Nullable String held,
        @Nullable String wouldHave,
        @Nullable String because) {

    static SummaryView of(DecisionSummary decision, KnownKeys known) {
        var caller = decision.caller();
        var target = decision.target();
        return new SummaryView(
                decision.id(),
                Times.toTheMillisecond(decision.decidedAt()),
                decision.verdict(),
                decision.mode(),
                decision.principal(),
                known.name(decision.principal()),
                caller.organisation(),
                caller.product(),
                caller.team(),
                caller.workflow(),
                caller.user(),
                caller.run(),
                caller.environment(),
                decision.modelAsked(),
                target == null ? null : target.deployment(),
                target == null ? null : target.model(),
                target == null ? null : target.provider(),
                target == null ? null : target.region(),
                target == null ? null : target.hosting(),
                target == null ? null : target.control(),
                target == null ? null : target.tier(),
                decision.rules(),
                decision.ruleset(),
                decision.catalog(),
                amount(decision.requested()),
                amount(target == null ? null : target.estimated()),
                amount(decision.held()),
                decision.wouldHave(),
                decision.because());
    }

    private static @Nullable String amount(@Nullable Money money) {
        return money == null ? null : money.toString();
    }
}
