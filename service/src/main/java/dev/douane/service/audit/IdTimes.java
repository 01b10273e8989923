package dev.douane.service.audit;

import java.time.Instant;
import java.util.UUID;

/** The times inside UUIDv7. */
final class IdTimes {
    private IdTimes() {}

    /**
     * The lowest of all ids of that millisecond and later.
     *
     * @param time not before 1970
     */
    static UUID lowest(Instant time) {
        return new UUID(Math.max(0, time.toEpochMilli()) << 16, 0);
    }

    /** When the id was made, to the millisecond. */
    static Instant time(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }
}
