package dev.douane.service.budgets;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Locale;

/**
 * How a budget divides time. Periods follow each other without gap or overlap, whatever the zone's clocks do.
 *
 * @param zone whose calendar counts
 */
public record Period(Unit unit, ZoneId zone) {
    /** How long one period is. */
    public enum Unit {
        /** A calendar month. */
        MONTH;

        /** The word of the API. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One period.
     *
     * @param start first instant
     * @param end first instant after it
     */
    public record Span(Instant start, Instant end) {
        public Span {
            if (!start.isBefore(end)) {
                throw new IllegalArgumentException("span (%s to %s) must not be empty".formatted(start, end));
            }
        }

        /** Whether {@code at} falls in it. */
        public boolean contains(Instant at) {
            return !at.isBefore(start) && at.isBefore(end);
        }
    }

    /** Calendar months of a zone. */
    public static Period monthly(ZoneId zone) {
        return new Period(Unit.MONTH, zone);
    }

    /** The period that {@code at} falls in. */
    public Span at(Instant at) {
        return switch (unit) {
            case MONTH -> month(at);
        };
    }

    private Span month(Instant at) {
        var month = YearMonth.from(at.atZone(zone));
        // where clocks were set back over a month's end, the local date alone does not tell the month
        if (at.isBefore(startOf(month))) {
            month = month.minusMonths(1);
        } else if (!at.isBefore(startOf(month.plusMonths(1)))) {
            month = month.plusMonths(1);
        }
        return new Span(startOf(month), startOf(month.plusMonths(1)));
    }

    private Instant startOf(YearMonth month) {
        return month.atDay(1).atStartOfDay(zone).toInstant();
    }
}
