package dev.douane.service.rulesets;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is said with a change of what is in force. Each kind has only what means something to it, so anything else is refused. */
sealed interface ChangeRequest {
    /** For those who read the history: 1 to {@value Proposals#WHY_LENGTH_MAX} characters; required for everything but an approval. */
    @Nullable
    String why();

    /** An approval, for which nothing need be said. */
    @Schema(name = "RulesetApproval")
    record Approval(@Nullable String why) implements ChangeRequest {}

    /** @param at when it takes effect, in the future; at once where nothing is said */
    @Schema(name = "RulesetActivation", requiredProperties = "why")
    record Activation(@Nullable String why, @Nullable Instant at) implements ChangeRequest {}

    /** The end of an activation that is scheduled. */
    @Schema(name = "RulesetWithdrawal", requiredProperties = "why")
    record Withdrawal(@Nullable String why) implements ChangeRequest {}

    /** @param to the number to go back to */
    @Schema(
            name = "RulesetRollBack",
            requiredProperties = {"to", "why"})
    record RollBack(@Nullable Integer to, @Nullable String why) implements ChangeRequest {}
}
