package dev.douane.rules.terms;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a budget divides time. Periods follow each other without gap or overlap, whatever the zone's clocks do. */
public sealed interface Period {
    /** The word of the API for a period that comes once. */
    String ONCE = "once";

    /** The period that {@code at} falls in; the only one there is of a budget that has but one. */
    Span at(Instant at);

    /** Whether another period follows. */
    boolean repeats();

    /** Calendar months of a zone. */
    static Period monthly(ZoneId zone) {
        return of(Unit.MONTH, zone);
    }

    /** Calendar periods that begin when the calendar's do. */
    static Period of(Unit unit, ZoneId zone) {
        return new Calendar(unit, zone, 1, 1);
    }

    /**
     * Calendar periods with a fiscal start.
     *
     * @param fiscal {@code MM-DD}, of months {@code DD}; null begins with the calendar
     * @throws IllegalArgumentException if the unit has no such start
     */
    static Period of(Unit unit, ZoneId zone, @Nullable String fiscal) {
        if (fiscal == null) {
            return of(unit, zone);
        }
        var day = Integer.parseInt(fiscal.substring(fiscal.length() - 2));
        return new Calendar(unit, zone, fiscal.length() == 2 ? 1 : Integer.parseInt(fiscal.substring(0, 2)), day);
    }

    /** How long one period is. */
    enum Unit {
        /** From midnight to midnight, 23 to 25 hours where the clocks change. */
        DAY(0),
        /** From Monday to Sunday, as ISO 8601 has it. */
        WEEK(0),
        MONTH(1),
        QUARTER(3),
        YEAR(12);

        private final String word = name().toLowerCase(Locale.ROOT);
        private final int months;

        Unit(int months) {
            this.months = months;
        }

        /** The word of the API. */
        public String word() {
            return word;
        }

        /** How many months it has; 0 where it is shorter than a month. */
        public int months() {
            return months;
        }
    }

    /**
     * One period.
     *
     * @param start first instant
     * @param end first instant after it
     */
    record Span(Instant start, Instant end) {
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

    /**
     * One period that does not come again.
     *
     * @param window its first instant and the first after it
     */
    record Once(Span window) implements Period {
        @Override
        public Span at(Instant at) {
            return window;
        }

        @Override
        public boolean repeats() {
            return false;
        }
    }

    /**
     * Periods of a zone's calendar. Each begins with its first day, and that with the first instant that has that date or a later one there:
     * usually midnight, later where the clocks skip midnight or the whole day, and the first of two where they are set back over it.
     *
     * @param startMonth the month in which a fiscal year begins, 1 to 12; quarters count from it too
     * @param startDay the day on which a fiscal month begins, 1 to 31; the last day where a month has no such day
     */
    record Calendar(Unit unit, ZoneId zone, int startMonth, int startDay) implements Period {
        public Calendar {
            if (startMonth < 1 || startMonth > 12 || startDay < 1 || startDay > 31) {
                throw new IllegalArgumentException(
                        "a period cannot start in month %d on day %d".formatted(startMonth, startDay));
            }
            if ((unit.months() < 3 && startMonth != 1) || (unit.months() == 0 && startDay != 1)) {
                throw new IllegalArgumentException("a %s has no fiscal start".formatted(unit.word()));
            }
        }

        /** The fiscal start in words: {@code MM-DD}, of months {@code DD}; null where periods begin with the calendar. */
        public @Nullable String fiscalStart() {
            if (startMonth == 1 && startDay == 1) {
                return null;
            }
            return unit == Unit.MONTH
                    ? String.format(Locale.ROOT, "%02d", startDay)
                    : String.format(Locale.ROOT, "%02d-%02d", startMonth, startDay);
        }

        @Override
        public boolean repeats() {
            return true;
        }

        @Override
        public Span at(Instant at) {
            var first = firstDay(at.atZone(zone).toLocalDate());
            var start = startOf(first);
            // where clocks were set back over midnight, the local date alone does not tell the period
            while (at.isBefore(start)) {
                first = firstDay(first.minusDays(1));
                start = startOf(first);
            }
            var next = next(first);
            var end = startOf(next);
            // and a day that the zone leaves out is no period
            while (!at.isBefore(end)) {
                start = end;
                next = next(next);
                end = startOf(next);
            }
            return new Span(start, end);
        }

        private Instant startOf(LocalDate day) {
            return day.atStartOfDay(zone).toInstant();
        }

        private LocalDate firstDay(LocalDate day) {
            return switch (unit) {
                case DAY -> day;
                case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH, QUARTER, YEAR -> firstDayOfMonths(day);
            };
        }

        private LocalDate firstDayOfMonths(LocalDate day) {
            var month = YearMonth.from(day);
            var first = startIn(month.minusMonths(Math.floorMod(month.getMonthValue() - startMonth, unit.months())));
            return first.isAfter(day) ? startIn(YearMonth.from(first).minusMonths(unit.months())) : first;
        }

        private LocalDate next(LocalDate first) {
            return switch (unit) {
                case DAY -> first.plusDays(1);
                case WEEK -> first.plusWeeks(1);
                case MONTH, QUARTER, YEAR -> startIn(YearMonth.from(first).plusMonths(unit.months()));
            };
        }

        private LocalDate startIn(YearMonth month) {
            return month.atDay(Math.min(startDay, month.lengthOfMonth()));
        }
    }
}
