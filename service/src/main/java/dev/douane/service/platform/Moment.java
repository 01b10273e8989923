package dev.douane.service.platform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as people say them, and as the database can keep them. */
public final class Moment {
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Moment() {}

    /**
     * Reads an instant of the years 1970 to 9999; what is finer than a microsecond is left out.
     *
     * @param said such as {@code 2027-01-31T23:00:00Z}
     * @throws DateTimeException if it is none
     */
    public static Instant parse(String said) {
        var moment = Instant.parse(said).truncatedTo(ChronoUnit.MICROS);
        if (moment.isBefore(Instant.EPOCH) || !moment.isBefore(END)) {
            throw new DateTimeException("instant (%s) is not in the years 1970 to 9999".formatted(said));
        }
        return moment;
    }
}
