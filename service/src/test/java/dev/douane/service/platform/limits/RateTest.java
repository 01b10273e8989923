package dev.douane.service.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateTest {
    private static final long START = Long.MAX_VALUE - 1_000; // such clocks go over the end

    private static long after(Duration since) {
        return START + since.toNanos();
    }

    @Test
    void a_burst_is_there_at_once_and_then_one_after_the_other() {
        var rate = new Rate(10, 3, START);
        for (int i = 0; i < 3; i++) {
            assertThat(rate.take(1, START)).isZero();
        }
        assertThat(rate.take(1, START)).isEqualTo(Duration.ofMillis(100));
        assertThat(rate.take(1, after(Duration.ofMillis(99)))).isEqualTo(Duration.ofMillis(1));
        assertThat(rate.take(1, after(Duration.ofMillis(100)))).isZero();
        assertThat(rate.take(2, after(Duration.ofMillis(100)))).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void a_quiet_time_earns_no_more_than_a_burst() {
        var rate = new Rate(10, 3, START);
        var later = after(Duration.ofHours(1));
        assertThat(rate.take(3, later)).isZero();
        assertThat(rate.take(1, later)).isPositive();
    }

    @Test
    void more_than_a_burst_is_taken_as_one() {
        var rate = new Rate(10, 3, START);
        assertThat(rate.take(100, START)).isZero();
        assertThat(rate.take(1, START)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void none_is_none() {
        assertThat(new Rate(0, 1, START).take(1_000_000, START)).isZero();
    }
}
