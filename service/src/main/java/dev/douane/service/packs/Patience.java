package dev.douane.service.packs;

import java.time.Duration;

/**
 * How long somebody waits for others, over all they ask for together. What is free is theirs however late it is.
 *
 * @param until in nanoseconds of the clock that nobody sets, {@link System#nanoTime}
 */
record Patience(long until) {
    static Patience of(Duration limit) {
        return new Patience(System.nanoTime() + limit.toNanos());
    }

    /** In nanoseconds; 0 where it is over. */
    long left() {
        return Math.max(0, until - System.nanoTime());
    }

    boolean isOver() {
        return left() == 0;
    }
}
