package dev.douane.service.platform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Instants as people say them, and as the database can keep them. */
public final class Moment {
    /** What an instant has to be, for those who said something else. */
    public static final String EXPECTED = "a time of the years 1970 to 9999 such as 2026-11-21T10:00:00Z";

    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    /** The last year of the calendar is what some languages say for no time at all, as the first is. */
    private static final Instant LATEST_START = Instant.parse("2200-01-01T00:00:00Z");

    private Moment() {}

    /**
     * A span of time, open where nothing is said.
     *
     * @param from first instant
     * @param to first instant after it
     */
    public record Range(@Nullable Instant from, @Nullable Instant to) {}

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

    /**
     * Reads a query parameter.
     *
     * @param said null where it was left out, which stays so
     * @throws ProblemException INVALID_REQUEST if it is no instant of those years
     */
    public static @Nullable Instant ofParameter(String name, @Nullable String said) {
        var wrong = new ArrayList<Violation>();
        var moment = read(name, said, wrong);
        if (!wrong.isEmpty()) {
            throw ProblemException.ofQuery(wrong);
        }
        return moment;
    }

    /** Reads the query parameters {@code from} and {@code to}, and adds what is wrong with them. */
    public static Range range(@Nullable String from, @Nullable String to, List<Violation> wrong) {
        var start = read("from", from, wrong);
        var end = read("to", to, wrong);
        if (start != null && start.isAfter(LATEST_START)) {
            wrong.add(Violation.ofParameter(
                    "from", "[%s] lies in a far year, where nothing can be found".formatted(start)));
        }
        if (start != null && end != null && !start.isBefore(end)) {
            wrong.add(Violation.ofParameter("to", "[%s] is not after from [%s]".formatted(end, start)));
        }
        return new Range(start, end);
    }

    /** Year 1 is what some languages say for no time at all: refused, since it would find what nobody asked for, or nothing. */
    private static @Nullable Instant read(String name, @Nullable String said, List<Violation> wrong) {
        try {
            return said == null ? null : parse(said);
        } catch (DateTimeException e) {
            wrong.add(Violation.ofParameter(
                    name, "[%s] is not %s; leave it out where no time is meant".formatted(Shown.of(said), EXPECTED)));
            return null;
        }
    }
}
