package dev.douane.service.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeriodPropertiesTest {
    private static final long FROM = Instant.parse("1995-01-01T00:00:00Z").getEpochSecond();
    private static final long TO = Instant.parse("2045-01-01T00:00:00Z").getEpochSecond();

    static Stream<String> zones() {
        return new TreeSet<>(ZoneId.getAvailableZoneIds()).stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("zones")
    void periods_follow_each_other_without_gap_or_overlap(String zone) {
        var random = new Random(zone.hashCode());
        var period = Period.monthly(ZoneId.of(zone));
        for (int i = 0; i < 40; i++) {
            var at = Instant.ofEpochSecond(random.nextLong(FROM, TO));

            var span = period.at(at);

            assertThat(span.contains(at)).isTrue();
            assertThat(period.at(span.start())).isEqualTo(span);
            assertThat(period.at(span.end().minusNanos(1))).isEqualTo(span);
            assertThat(period.at(span.end()).start()).isEqualTo(span.end());
            assertThat(YearMonth.from(span.start().atZone(period.zone())))
                    .isEqualTo(YearMonth.from(at.atZone(period.zone())));
        }
    }
}
