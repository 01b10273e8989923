package dev.douane.service.platform.limits;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bucket of tokens that fills at a rate, kept as one number: the time up to which what was taken has been earned. For many threads.
 */
public final class Rate {
    private final long nanosEach;
    private final int burst;
    private final AtomicLong earnedAt;

    /**
     * A full one.
     *
     * @param perSecond how many are earned a second; zero for as many as anybody likes
     * @param burst how many it holds, at least one
     * @param now in nanoseconds of any clock that goes on evenly, as for {@link #take}
     */
    public Rate(int perSecond, int burst, long now) {
        this(perSecond, TimeUnit.SECONDS, burst, now);
    }

    /**
     * A full one that holds what it earns in an hour.
     *
     * @param perHour zero for as many as anybody likes
     */
    static Rate perHour(int perHour, long now) {
        return new Rate(perHour, TimeUnit.HOURS, perHour, now);
    }

    private Rate(int times, TimeUnit each, int burst, long now) {
        this.nanosEach = times == 0 ? 0 : Math.max(1, each.toNanos(1) / times);
        this.burst = burst;
        this.earnedAt = new AtomicLong(now);
    }

    /**
     * Takes some, or nothing where there are not enough. More than it can hold are taken as if they were as many as that.
     *
     * @return how long to wait until there are enough; zero where they were taken
     */
    public Duration take(int some, long now) {
        if (nanosEach == 0) {
            return Duration.ZERO;
        }
        var cost = Math.min(some, burst) * nanosEach;
        while (true) {
            var earned = earnedAt.get();
            var then = (earned - now > 0 ? earned : now) + cost;
            var early = then - now - burst * nanosEach;
            if (early > 0) {
                return Duration.ofNanos(early);
            }
            if (earnedAt.compareAndSet(earned, then)) {
                return Duration.ZERO;
            }
        }
    }
}
