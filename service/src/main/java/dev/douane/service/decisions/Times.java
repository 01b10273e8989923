package dev.douane.service.decisions;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** How times of decisions are written: ISO 8601 in UTC, always three decimals. */
final class Times {
    private static final DateTimeFormatter TO_THE_MILLISECOND =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private Times() {}

    static String toTheMillisecond(Instant time) {
        return TO_THE_MILLISECOND.format(time);
    }
}
