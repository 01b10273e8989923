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
    void everyArrivalCountsOnceAndNoneBeforeItsWriteHasEnded() throws IOException {
        var time = Duration.ofMillis(300);

        var figures = new DiskFloor(directory.resolve("new"), 500).run(time);

        assertThat(figures.requests()).isEqualTo(Arrivals.poisson(500, time).length);
        assertThat(figures.seconds()).isGreaterThanOrEqualTo(0.3);
        assertThat(figures.latency().getMinValue()).isPositive();
        assertThat(figures.errors()).isZero();
    }

    @Test
    void nothingOfItStays() throws IOException {
        new DiskFloor(directory, 100).run(Duration.ofMillis(50));

        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void arrivalsComeInOrderAtTheRateThatWasAskedForAndTheSameEachTime() {
        var arrivals = Arrivals.poisson(1_000, Duration.ofSeconds(20));

        assertThat(arrivals).isSorted().hasSizeBetween(19_400, 20_600);
        assertThat(arrivals[arrivals.length - 1])
                .isLessThan(Duration.ofSeconds(20).toNanos());
        assertThat(Arrivals.poisson(1_000, Duration.ofSeconds(20))).isEqualTo(arrivals);
    }
}
