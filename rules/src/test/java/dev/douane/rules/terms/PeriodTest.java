package dev.douane.rules.terms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {
    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource({
        "UTC, 2026-11-21T10:00:00Z, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z",
        "UTC, 2026-12-31T23:59:59.999999999Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "UTC, 2027-01-01T00:00:00Z, 2027-01-01T00:00:00Z, 2027-02-01T00:00:00Z",
        "UTC, 2028-02-29T12:00:00Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
        "UTC, 2100-02-28T23:59:59Z, 2100-02-01T00:00:00Z, 2100-03-01T00:00:00Z",
        // already December in Tokyo, still November in Los Angeles
        "Asia/Tokyo, 2026-11-30T15:00:00Z, 2026-11-30T15:00:00Z, 2026-12-31T15:00:00Z",
        "America/Los_Angeles, 2026-12-01T07:59:59Z, 2026-11-01T07:00:00Z, 2026-12-01T08:00:00Z",
        // a month with the clocks put forward, and one with them put back
        "Europe/Berlin, 2026-03-29T01:00:00Z, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z",
        "Europe/Berlin, 2026-10-25T00:30:00Z, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z",
        "Europe/Berlin, 2026-10-25T01:30:00Z, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z",
        // half an hour of difference to everybody
        "Asia/Kolkata, 2026-02-28T18:29:59Z, 2026-01-31T18:30:00Z, 2026-02-28T18:30:00Z",
        // a whole day that the zone left out: from the 29th to the 31st of December 2011
        "Pacific/Apia, 2011-12-31T12:00:00Z, 2011-12-31T10:00:00Z, 2012-01-31T10:00:00Z"
    })
    void a_month_is_the_month_of_its_zone(String zone, Instant at, Instant start, Instant end) {
        assertThat(Period.monthly(ZoneId.of(zone)).at(at)).isEqualTo(new Period.Span(start, end));
    }

    @Test
    void a_month_that_the_clocks_make_longer_is_an_hour_longer() {
        var berlin = Period.monthly(ZoneId.of("Europe/Berlin"));

        assertThat(length(berlin, "2026-10-10T00:00:00Z"))
                .isEqualTo(Duration.ofDays(31).plusHours(1));
        assertThat(length(berlin, "2026-03-10T00:00:00Z"))
                .isEqualTo(Duration.ofDays(31).minusHours(1));
    }

    private static Duration length(Period period, String at) {
        var span = period.at(Instant.parse(at));
        return Duration.between(span.start(), span.end());
    }

    @Test
    void a_month_that_begins_with_a_midnight_that_never_was_begins_when_the_clocks_go_on() {
        // Paraguay, 1 October 2017: from 00:00 the clocks went to 01:00
        var span = Period.monthly(ZoneId.of("America/Asuncion")).at(Instant.parse("2017-10-15T00:00:00Z"));

        assertThat(span.start()).isEqualTo("2017-10-01T04:00:00Z");
        assertThat(span.contains(Instant.parse("2017-10-01T03:59:59.999Z"))).isFalse();
    }
}
