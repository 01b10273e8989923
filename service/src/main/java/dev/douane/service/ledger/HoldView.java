package dev.douane.service.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.douane.rules.money.Usage;
import dev.douane.service.ledger.HoldStatus.State;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a decision's hold stands.
 *
 * @param state {@code held}, {@code settled}, {@code voided} or {@code expired}
 * @param held what had been set aside
 * @param charged what was spent, or was so far by what was reported
 * @param serviceTier the price class it was charged at, told to who settled with usage that names one; absent otherwise
 * @param settledBy {@code usage}, or {@code estimate} where no usage was given; absent for what is not settled
 * @param usage what was used, in buckets that do not overlap; absent where nobody told
 * @param movedBy the key that settled, voided or reported last; {@code house} for an expiry; absent where nobody has, or before this was recorded
 * @param movedByName what people call that key; absent for gateways
 * @param expiresAt until when the next report or the settlement is waited for; absent for a hold that ended
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HoldView(
        UUID decision,
        String state,
        String held,
        String charged,
        @Nullable String serviceTier,
        @Nullable String settledBy,
        @Nullable UsageView usage,
        @Nullable Instant settledAt,
        @Nullable Instant voidedAt,
        @Nullable Instant expiredAt,
        @Nullable String movedBy,
        @Nullable String movedByName,
        @Nullable Instant expiresAt) {
    /** Tokens, each in one bucket. */
    public record UsageView(
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

    /** As a gateway sees it. */
    static HoldView of(HoldStatus hold) {
        return of(hold, null, null);
    }

    /** As who settled it sees it: a price class that usage told is charged only where it has a price. */
    static HoldView settled(HoldStatus hold, Settlement told) {
        return of(hold, told.isTierOfUsage() ? hold.serviceTier() : null, null);
    }

    /** @param movedByName what people call the key that moved it last; null for who need not know, and for none */
    public static HoldView of(HoldStatus hold, @Nullable String movedByName) {
        return of(hold, null, movedByName);
    }

    private static HoldView of(HoldStatus hold, @Nullable String serviceTier, @Nullable String movedByName) {
        var by = hold.by();
        var usage = hold.usage();
        return new HoldView(
                hold.decision(),
                hold.state().name().toLowerCase(Locale.ROOT),
                hold.held().toString(),
                hold.charged().toString(),
                serviceTier,
                by == null ? null : by.name().toLowerCase(Locale.ROOT),
                usage == null ? null : UsageView.of(usage),
                hold.state() == State.SETTLED ? hold.at() : null,
                hold.state() == State.VOIDED ? hold.at() : null,
                hold.state() == State.EXPIRED ? hold.at() : null,
                hold.movedBy(),
                movedByName,
                hold.expiresAt());
    }
}
