package dev.douane.rules.terms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodPropertiesTest {
    private static final long FROM = Instant.parse("1995-01-01T00:00:00Z").getEpochSecond();
    private static final long TO = Instant.parse("2045-01-01T00:00:00Z").getEpochSecond();

    static Stream<String> zones() {
        return new TreeSet<>(ZoneId.getAvailableZoneIds()).stream();
    }

    private static Period.Calendar any(Random random, ZoneId zone) {
        var units = List.of(Period.Unit.values());
        var unit = units.get(random.nextInt(units.size()));
        var isFiscal = random.nextBoolean();
        return new Period.Calendar(
                unit,
                zone,
                isFiscal && unit.months() > 1 ? 1 + random.nextInt(12) : 1,
                isFiscal && unit.months() > 0 ? 1 + random.nextInt(31) : 1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("zones")
    void periods_follow_each_other_without_gap_or_overlap(String zone) {
        var random = new Random(zone.hashCode());
        for (int i = 0; i < 60; i++) {
            var period = any(random, ZoneId.of(zone));
            var at = Instant.ofEpochSecond(random.nextLong(FROM, TO));

            var span = period.at(at);

            assertThat(span.contains(at)).as("%s at %s", period, at).isTrue();
            assertThat(period.at(span.start())).as("%s at %s", period, at).isEqualTo(span);
            assertThat(period.at(span.end().minusNanos(1)))
                    .as("%s at %s", period, at)
                    .isEqualTo(span);
            assertThat(period.at(span.end()).start()).as("%s at %s", period, at).isEqualTo(span.end());
        }
    }

    /** Clocks that go on and back by day and by night, at midnight, over it, by half an hour, and once by a whole day. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "America/New_York",
                "America/Sao_Paulo",
                "America/St_Johns",
                "America/Asuncion",
                "Africa/Cairo",
                "Asia/Beirut",
                "Asia/Tehran",
                "Asia/Kolkata",
                "Australia/Lord_Howe",
                "Pacific/Apia",
                "Pacific/Kiritimati",
                "Asia/Gaza"
            })
    void a_period_is_what_a_walk_from_day_to_day_finds(String name) {
        var zone = ZoneId.of(name);
        var random = new Random(name.hashCode());
        var turns = zone.getRules().isFixedOffset()
                ? new Instant[] {Instant.parse("2028-02-29T00:00:00Z")}
                : Stream.iterate(
                                zone.getRules().nextTransition(Instant.ofEpochSecond(FROM)),
                                turn -> turn != null && turn.getInstant().getEpochSecond() < TO,
                                turn -> zone.getRules().nextTransition(turn.getInstant()))
                        .map(java.time.zone.ZoneOffsetTransition::getInstant)
                        .toArray(Instant[]::new);
        for (int i = 0; i < 400; i++) {
            var period = any(random, zone);
            // half of them within two days of a change of the clocks
            var at = i % 2 == 0 && turns.length > 0
                    ? turns[random.nextInt(turns.length)].plusSeconds(random.nextInt(-172_800, 172_800))
                    : Instant.ofEpochSecond(random.nextLong(FROM, TO));

            assertThat(period.at(at)).as("%s at %s", period, at).isEqualTo(walked(period, at));
        }
    }

    private static Period.Span walked(Period.Calendar period, Instant at) {
        var day = LocalDate.ofInstant(at, ZoneOffset.UTC).plusDays(2);
        while (!(begins(period, day) && !begin(period.zone(), day).isAfter(at))) {
            day = day.minusDays(1);
        }
        var start = begin(period.zone(), day);
        day = day.plusDays(1);
        while (!(begins(period, day) && begin(period.zone(), day).isAfter(at))) {
            day = day.plusDays(1);
        }
        return new Period.Span(start, begin(period.zone(), day));
    }

    private static boolean begins(Period.Calendar period, LocalDate day) {
        var start = Math.min(period.startDay(), YearMonth.from(day).lengthOfMonth());
        return switch (period.unit()) {
            case DAY -> true;
            case WEEK -> day.getDayOfWeek() == DayOfWeek.MONDAY;
            case MONTH -> day.getDayOfMonth() == start;
            case QUARTER -> day.getDayOfMonth() == start && (day.getMonthValue() + 12 - period.startMonth()) % 3 == 0;
            case YEAR -> day.getDayOfMonth() == start && day.getMonthValue() == period.startMonth();
        };
    }

    /** The first minute in which the zone's calendar shows this day or a later one. */
    private static Instant begin(ZoneId zone, LocalDate day) {
        var minute = day.atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(15 * 3600);
        while (LocalDate.ofInstant(minute, zone).isBefore(day)) {
            minute = minute.plusSeconds(60);
        }
        return minute;
    }
}
