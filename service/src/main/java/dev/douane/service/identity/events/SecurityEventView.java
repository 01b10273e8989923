package dev.douane.service.identity.events;

import dev.douane.service.identity.KnownKeys;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened once or more.
 *
 * @param kind {@code unauthenticated}, {@code forbidden}, {@code out-of-reach}, {@code limited}, {@code approval-refused}, {@code export}, {@code hold-moved},
 *     {@code key-made}, {@code key-revoked} or {@code first-key-used}
 * @param firstAt when, the first time
 * @param lastAt when, the last time; the same where it happened once
 * @param count how often
 * @param key the key that was shown, by its id; of {@code unauthenticated} the one it gave itself out for; {@code start} for the server itself; absent for none
 * @param keyName what people call that key
 * @param address where it came from, as the server saw it
 * @param operation by its method and path in the document; absent for what is none
 * @param detail more about it, in words of the server
 */
record SecurityEventView(
        long id,
        String kind,
        Instant firstAt,
        Instant lastAt,
        long count,
        @Nullable String key,
        @Nullable String keyName,
        @Nullable String address,
        @Nullable String operation,
        @Nullable String detail) {
    static SecurityEventView of(EventRows.Stored event, KnownKeys known) {
        return new SecurityEventView(
                event.id(),
                event.kind(),
                event.first(),
                event.last(),
                event.count(),
                event.key(),
                known.name(event.key()),
                event.address(),
                event.operation(),
                event.detail());
    }
}
