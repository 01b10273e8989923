package dev.douane.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing here says how fast any disk is. */
class DiskFloorTest {
    @TempDir
    Path directory;

    @Test
    void every_arrival_counts_once_from_when_it_was_due() throws IOException {
        var time = Duration.ofMillis(300);

        var figures = new DiskFloor(directory.resolve("new"), 500).run(time);

        assertThat(figures.requests()).isEqualTo(Arrivals.poisson(500, time).length);
        assertThat(figures.latency().getMinValue()).isPositive();
    }

    @Test
    void nothing_of_it_stays() throws IOException {
        new DiskFloor(directory, 100).run(Duration.ofMillis(50));

        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void arrivals_come_in_order_at_the_rate_that_was_asked_for_and_the_same_each_time() {
        var arrivals = Arrivals.poisson(1_000, Duration.ofSeconds(20));

        assertThat(arrivals).isSorted().hasSizeBetween(19_400, 20_600);
        assertThat(arrivals[arrivals.length - 1])
                .isLessThan(Duration.ofSeconds(20).toNanos());
        assertThat(Arrivals.poisson(1_000, Duration.ofSeconds(20))).isEqualTo(arrivals);
    }
}
