package dev.douane.service.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes UUIDv7 (RFC 9562): 48 bits of milliseconds, 12 bits of a fraction of one (method 3), 62 random bits.
 *
 * <p>Every id is greater than all ids this node made before, as unsigned bytes, even when the clock stands still or steps back: then the
 * count simply goes on from the last id. Safe for any number of threads.
 */
@ApplicationScoped
public class Ids {
    /** The order they are made in, which is the database's: by bytes without a sign. */
    public static final Comparator<UUID> ORDER = Comparator.comparing(
                    UUID::getMostSignificantBits, Long::compareUnsigned)
            .thenComparing(UUID::getLeastSignificantBits, Long::compareUnsigned);

    /** Steps in a millisecond. */
    private static final long STEPS = 1 << 12;

    private static final long MILLIS_PER_SECOND = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long RANDOM_BITS = 0x3fff_ffff_ffff_ffffL;

    private final InstantSource time;
    /** Keeps two nodes apart whose random generators happen to start alike. */
    private final long salt = new SecureRandom().nextLong();
    /** Milliseconds × 4096 + fraction of the newest id. */
    private final AtomicLong newest = new AtomicLong();

    /** Ids of the given time. */
    @Inject
    public Ids(TimeSource time) {
        this((InstantSource) time);
    }

    Ids(InstantSource time) {
        this.time = time;
    }

    /** The next id. */
    public UUID next() {
        var now = step(time.instant());
        var mine = newest.updateAndGet(last -> Math.max(now, last + 1));
        var random = ThreadLocalRandom.current().nextLong() ^ salt;
        return new UUID(high(mine), VARIANT | (random & RANDOM_BITS));
    }

    /** Makes every following id greater than the given one, as after a restart under a clock that stepped back. */
    public void continueAfter(UUID id) {
        var step = (id.getMostSignificantBits() >>> 16 << 12) | (id.getMostSignificantBits() & 0xfff);
        newest.accumulateAndGet(step, Math::max);
    }

    /** When an id was made, to the millisecond. */
    public static Instant timeOf(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    /** The smallest id of an instant's millisecond: a bound for ranges of ids. */
    public static UUID lowest(Instant at) {
        return new UUID(high(at.toEpochMilli() * STEPS), VARIANT);
    }

    private static long step(Instant at) {
        return at.getEpochSecond() * MILLIS_PER_SECOND * STEPS + at.getNano() * STEPS / NANOS_PER_MILLI;
    }

    private static long high(long step) {
        return (step >>> 12 << 16) | 0x7000 | (step & 0xfff);
    }
}
