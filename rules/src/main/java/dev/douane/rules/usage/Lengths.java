package dev.douane.rules.usage;

import java.util.Map;

/** How long the output of completions was, as a picture of one moment: older weeks count for less. Immutable. */
public final class Lengths {
    /** By bucket, the weight of all completions up to it; as far as the longest goes. */
    private final double[] upTo;

    private Lengths(double[] upTo) {
        this.upTo = upTo;
    }

    /**
     * Weighs what was counted: each week half of the one after it.
     *
     * @param weeks counts by bucket, by week's number; later weeks than {@code now} count in full
     */
    public static Lengths of(Map<Long, long[]> weeks, long now) {
        var upTo = new double
                [Math.max(
                        1,
                        weeks.values().stream()
                                .mapToInt(counts -> counts.length)
                                .max()
                                .orElse(0))];
        weeks.forEach((week, counts) -> {
            var weight = Math.scalb(1.0, (int) -Math.max(0, now - week));
            for (int bucket = 0; bucket < counts.length; bucket++) {
                upTo[bucket] += counts[bucket] * weight;
            }
        });
        for (int bucket = 1; bucket < upTo.length; bucket++) {
            upTo[bucket] += upTo[bucket - 1];
        }
        return new Lengths(upTo);
    }

    /** The weight of all completions, whole ones. */
    public long samples() {
        return (long) upTo[upTo.length - 1];
    }

    /** A length that this share of completions, in thousandths, does not pass; 0 where there are none. */
    public int quantile(int permille) {
        var wanted = upTo[upTo.length - 1] * permille / 1000;
        int low = 0;
        int high = upTo.length - 1;
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (upTo[middle] >= wanted) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return LengthBuckets.edge(low);
    }
}
