package dev.douane.bench.run;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How one compares with another, round by round. The rounds of a pair stand beside each other in time, so that what the machine does meanwhile concerns both.
 *
 * @param middle of the rounds' ratios; of an even number, the mean of the two in the middle
 * @param least of them
 * @param most of them
 */
record Ratios(double middle, double least, double most) {
    /** @throws IllegalArgumentException if there are no rounds, not as many of both, or nothing to compare with */
    static Ratios of(List<Double> these, List<Double> others) {
        if (these.isEmpty() || these.size() != others.size()) {
            throw new IllegalArgumentException(
                    "(%d) rounds cannot be compared with (%d)".formatted(these.size(), others.size()));
        }
        if (others.stream().anyMatch(other -> other <= 0)) {
            throw new IllegalArgumentException("there is nothing to compare with in %s".formatted(others));
        }
        var ratios = IntStream.range(0, these.size())
                .mapToDouble(round -> these.get(round) / others.get(round))
                .sorted()
                .toArray();
        return new Ratios(middle(ratios), ratios[0], ratios[ratios.length - 1]);
    }

    private static double middle(double[] sorted) {
        var half = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[half]
                : Arrays.stream(sorted, half - 1, half + 1).average().orElseThrow();
    }
}
