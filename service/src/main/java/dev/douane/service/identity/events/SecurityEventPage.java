package dev.douane.service.identity.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Security events, newest first.
 *
 * @param next the cursor of the next page, absent on the last
 */
record SecurityEventPage(
        List<SecurityEventView> events, @Nullable String next) {}
