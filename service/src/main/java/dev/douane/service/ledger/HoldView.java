package dev.douane.service.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a decision's hold ended.
 *
 * @param state {@code settled} or {@code voided}
 * @param held what had been set aside
 * @param charged what was spent
 * @param settledBy {@code usage}, or {@code estimate} where no usage was given; absent for a void
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HoldView(
        UUID decision,
        String state,
        String held,
        String charged,
        @Nullable String settledBy,
        @Nullable Instant settledAt,
        @Nullable Instant voidedAt) {
    static HoldView of(HoldClosed closed) {
        var by = closed.by();
        return new HoldView(
                closed.decision(),
                by == null ? "voided" : "settled",
                closed.held().toString(),
                closed.charged().toString(),
                by == null ? null : by.name().toLowerCase(Locale.ROOT),
                by == null ? null : closed.at(),
                by == null ? closed.at() : null);
    }
}
