package dev.douane.service.identity.events;

import org.jspecify.annotations.Nullable;

/**
 * What is alike in events that are counted together.
 *
 * @param key the id of the key that was shown, of those that there are; of a 401 the one it gave itself out for
 * @param address where it came from, as this server sees it
 * @param operation by its method and path in the document: {@code GET /v1/keys/{id}}; null for what is none
 * @param detail our own words, or null; never what a caller sent
 */
record EventGroup(
        EventKind kind,
        @Nullable String key,
        @Nullable String address,
        @Nullable String operation,
        @Nullable String detail) {
    private static final String MANY = "of more keys, addresses and operations than are told apart";

    /** What it is counted under where there are too many of them. */
    EventGroup ofMany() {
        return new EventGroup(kind, null, null, null, MANY);
    }

    boolean isOfMany() {
        return MANY.equals(detail);
    }
}
