package dev.douane.rules.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LengthsTest {
    private static long[] counts(int... lengths) {
        var counts = new long[LengthBuckets.COUNT];
        for (var length : lengths) {
            counts[LengthBuckets.of(length)]++;
        }
        return counts;
    }

    @Test
    void a_length_is_told_at_most_a_twentieth_too_long_and_never_too_short() {
        IntStream.rangeClosed(0, 950_000).forEach(length -> {
            var told = LengthBuckets.edge(LengthBuckets.of(length));
            assertThat(told).isGreaterThanOrEqualTo(length);
            assertThat((double) told).isLessThanOrEqualTo(length * 1.05);
        });
        assertThat(LengthBuckets.edge(LengthBuckets.of(2_000_000))).isEqualTo(Integer.MAX_VALUE);
    }

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_quantile_is_that_of_the_sorted_lengths_but_for_the_width_of_a_bucket(long seed) {
        var random = new Random(seed);
        var lengths = random.ints(1 + random.nextInt(3000), 0, 1 + random.nextInt(20_000))
                .toArray();
        var seen = Lengths.of(Map.of(10L, counts(lengths)), 10);
        Arrays.sort(lengths);

        for (var permille : new int[] {500, 900, 950, 990, 999}) {
            var exact = lengths[Math.max(0, Math.ceilDiv(lengths.length * permille, 1000) - 1)];
            assertThat(seen.quantile(permille)).isGreaterThanOrEqualTo(exact);
            assertThat((double) seen.quantile(permille)).isLessThanOrEqualTo(exact * 1.05);
        }
        assertThat(seen.samples()).isEqualTo(lengths.length);
    }

    @Test
    void a_week_counts_half_of_the_one_after_it() {
        var weeks = new HashMap<Long, long[]>();
        weeks.put(10L, counts(IntStream.generate(() -> 10).limit(80).toArray()));
        weeks.put(12L, counts(IntStream.generate(() -> 1000).limit(40).toArray()));

        assertThat(Lengths.of(weeks, 10).samples()).isEqualTo(120);
        assertThat(Lengths.of(weeks, 12).samples()).isEqualTo(20 + 40);
        assertThat(Lengths.of(weeks, 10).quantile(500)).isEqualTo(10);
        assertThat(Lengths.of(weeks, 12).quantile(500)).isBetween(1000, 1050);
    }

    @Test
    void where_nothing_was_observed_there_are_no_samples() {
        assertThat(Lengths.of(Map.of(), 10).samples()).isZero();
        assertThat(Lengths.of(Map.of(), 10).quantile(950)).isZero();
    }
}
