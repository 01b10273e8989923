package dev.douane.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What one run of load came to.
 *
 * @param latency nanoseconds to the last byte of each answer
 * @param seconds from the first request to the last answer
 * @param errors answers of another status than 200
 */
public record Figures(Histogram latency, double seconds, long errors) {
    private static final double MICROS = 1_000;
    private static final long LONGEST_NANOS = 120_000_000_000L;

    static Histogram histogram() {
        return new Histogram(LONGEST_NANOS, 3);
    }

    public long requests() {
        return latency.getTotalCount();
    }

    public double perSecond() {
        return requests() / seconds;
    }

    /** @param percentile 0 to 100 */
    public double micros(double percentile) {
        return latency.getValueAtPercentile(percentile) / MICROS;
    }

    public double maxMicros() {
        return latency.getMaxValue() / MICROS;
    }

    /** Both together, as if they had been one run. */
    public Figures plus(Figures other) {
        var both = latency.copy();
        both.add(other.latency);
        return new Figures(both, seconds + other.seconds, errors + other.errors);
    }
}
