package dev.douane.service.budgets;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.terms.Period;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Terms of a budget as they are said in JSON; what is absent is not said.
 *
 * @param owner who answers for it, at most 200 characters
 * @param amount per account and period, a decimal string
 * @param enforcement {@code hard} (a call that does not fit is refused) or {@code soft} (it is told and counted)
 * @param overrun {@code never} or {@code last-call-may-cross}
 * @param estimate {@code "worst-case"}, {@code "expected"}, or an object with {@code mode}, {@code quantile}, {@code floorTokens} and
 *     {@code warmUp}
 * @param rollover {@code "none"}, {@code "carry"}, or {@code {"capped": "500.00"}}
 * @param holdExpiry {@code charge} or {@code release}: what becomes of money whose call nobody settles
 * @param closed whether the budget touches no call
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TermsRequest(
        @Nullable String owner,
        @Nullable String amount,
        @Nullable PeriodRequest period,
        @Schema(enumeration = {"hard", "soft"}) @Nullable String enforcement,

        @Schema(enumeration = {"never", "last-call-may-cross"}) @Nullable
        String overrun,

        @Schema(implementation = Object.class) @Nullable JsonNode estimate,
        @Schema(implementation = Object.class) @Nullable JsonNode rollover,

        @Schema(enumeration = {"charge", "release"}) @Nullable
        String holdExpiry,

        @Nullable Boolean closed) {
    static final TermsRequest NOTHING = new TermsRequest(null, null, null, null, null, null, null, null, null);

    /**
     * How time is divided.
     *
     * @param unit {@code day}, {@code week}, {@code month}, {@code quarter}, {@code year}, or {@code once}
     * @param zone an IANA time zone; absent for {@code UTC}
     * @param fiscalStart the day that a fiscal year (and its quarters) begins with, as {@code MM-DD}, or a fiscal month, as {@code DD}; absent
     *     for the calendar's
     * @param start of a period that comes once, its first instant
     * @param end of a period that comes once, the first instant after it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(requiredProperties = "unit")
    record PeriodRequest(
            @Schema(enumeration = {"day", "week", "month", "quarter", "year", "once"}) @Nullable
            String unit,

            @Nullable String zone,
            @Nullable String fiscalStart,
            @Nullable String start,
            @Nullable String end) {
        static PeriodRequest of(Period period) {
            return switch (period) {
                case Period.Once once ->
                    new PeriodRequest(
                            Period.ONCE,
                            null,
                            null,
                            once.window().start().toString(),
                            once.window().end().toString());
                case Period.Calendar calendar ->
                    new PeriodRequest(
                            calendar.unit().word(), calendar.zone().getId(), calendar.fiscalStart(), null, null);
            };
        }
    }
}
