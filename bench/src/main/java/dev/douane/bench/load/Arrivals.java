package dev.douane.bench.load;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** When requests are due that come when they come. */
final class Arrivals {
    private Arrivals() {}

    /** A Poisson stream, in nanoseconds from its start. The same rate and time give the same arrivals. */
    static long[] poisson(double perSecond, Duration time) {
        var dice = new SplittableRandom(11);
        var arrivals = LongStream.builder();
        double at = 0;
        while (true) {
            at += -Math.log(1 - dice.nextDouble()) / perSecond * 1e9;
            if (at >= time.toNanos()) {
                return arrivals.build().toArray();
            }
            arrivals.add((long) at);
        }
    }
}
