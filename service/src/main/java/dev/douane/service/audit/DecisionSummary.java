package dev.douane.service.audit;

import dev.douane.rules.call.Caller;
import dev.douane.rules.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a list shows of a decision; the members are those of {@link DecisionRecord}. The caller's location is in its request only.
 *
 * @param because null for decisions from before there was a word for it
 */
public record DecisionSummary(
        UUID id,
        Instant decidedAt,
        String principal,
        String mode,
        String verdict,
        Caller caller,
        @Nullable String modelAsked,
        DecisionRecord.@Nullable Target target,
        List<String> rules,
        int ruleset,
        int catalog,
        @Nullable Money requested,
        @Nullable Money held,
        @Nullable String because,
        @Nullable String wouldHave) {
    public DecisionSummary {
        rules = List.copyOf(rules);
    }
}
