package dev.douane.service.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.douane.service.ledger.HoldClosed.State;
import dev.douane.service.usage.Usage;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a decision's hold stands.
 *
 * @param state {@code settled} or {@code voided}; {@code held} or {@code expired} after a report of a call that still runs
 * @param held what had been set aside
 * @param charged what was spent, or was so far
 * @param settledBy {@code usage}, or {@code estimate} where no usage was given; absent for what is not settled
 * @param usage what was used, in buckets that do not overlap; absent where nobody told
 * @param expiresAt until when the next report or the settlement is waited for; absent for a hold that ended
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HoldView(
        UUID decision,
        String state,
        String held,
        String charged,
        @Nullable String settledBy,
        @Nullable UsageView usage,
        @Nullable Instant settledAt,
        @Nullable Instant voidedAt,
        @Nullable Instant expiresAt) {
    /** Tokens, each in one bucket. */
    record UsageView(
            int uncachedInput,
            int cacheRead,
            int cacheWrite,
            int cacheWriteHour,
            int audioInput,
            int visibleOutput,
            int reasoning,
            int audioOutput) {
        static UsageView of(Usage usage) {
            return new UsageView(
                    usage.uncachedInput(),
                    usage.cacheRead(),
                    usage.cacheWrite(),
                    usage.cacheWriteHour(),
                    usage.audioInput(),
                    usage.visibleOutput(),
                    usage.reasoning(),
                    usage.audioOutput());
        }
    }

    static HoldView of(HoldClosed hold) {
        var by = hold.by();
        var usage = hold.usage();
        return new HoldView(
                hold.decision(),
                hold.state().name().toLowerCase(Locale.ROOT),
                hold.held().toString(),
                hold.charged().toString(),
                by == null ? null : by.name().toLowerCase(Locale.ROOT),
                usage == null ? null : UsageView.of(usage),
                hold.state() == State.SETTLED ? hold.at() : null,
                hold.state() == State.VOIDED ? hold.at() : null,
                hold.expiresAt());
    }
}
