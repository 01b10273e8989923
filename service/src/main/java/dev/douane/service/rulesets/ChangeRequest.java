package dev.douane.service.rulesets;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What comes with a change.
 *
 * @param why for those who read the history; required for everything but an approval
 * @param at for an activation: when it takes effect, in the future; at once where nothing is said
 * @param to for a roll-back: the number to go back to
 */
record ChangeRequest(
        @Nullable String why,
        @Nullable Instant at,
        @Nullable Integer to) {}
