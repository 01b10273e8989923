package dev.douane.service.identity.events;

import java.time.Instant;

/**
 * Something that happened once or more.
 *
 * @param first when, the first time
 * @param last when, the last time; the same where it happened once
 * @param count how often, one or more
 */
record SecurityEvent(EventGroup group, Instant first, Instant last, long count) {}
