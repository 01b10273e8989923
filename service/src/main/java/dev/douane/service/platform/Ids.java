package dev.douane.service.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes UUIDv7 (RFC 9562): 48 bits of milliseconds, 12 bits of a fraction of one (method 3), 62 bits that cannot be guessed.
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
    private static final int IDS_AT_ONCE = 64;

    private static final SecureRandom RANDOM = new SecureRandom();
    /** Asking the generator is dear, and it is asked by one thread at a time; so each thread asks for many ids at once. */
    private static final ThreadLocal<Drawn> DRAWN = ThreadLocal.withInitial(Drawn::new);

    private final InstantSource time;
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
        return new UUID(high(mine), VARIANT | (DRAWN.get().next() & RANDOM_BITS));
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

    /** Bits that nobody can tell from those before, drawn ahead for one thread. */
    private static final class Drawn {
        private final byte[] bits = new byte[IDS_AT_ONCE * Long.BYTES];
        private final ByteBuffer left = ByteBuffer.wrap(bits).position(bits.length);

        long next() {
            if (!left.hasRemaining()) {
                RANDOM.nextBytes(bits);
                left.clear();
            }
            return left.getLong();
        }
    }
}
