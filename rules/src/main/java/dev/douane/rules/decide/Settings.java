package dev.douane.rules.decide;

import java.time.ZoneId;

/**
 * Settings of a ruleset that are no rule.
 *
 * @param defaultMaxOutputTokens the output cap of a call that sets none; returned as an obligation
 * @param zone the zone of the {@code Clock} fact
 */
public record Settings(int defaultMaxOutputTokens, ZoneId zone) {
    public static final Settings DEFAULT = new Settings(4096, ZoneId.of("UTC"));

    public Settings {
        if (defaultMaxOutputTokens < 1) {
            throw new IllegalArgumentException(
                    "defaultMaxOutputTokens (%d) must be at least 1".formatted(defaultMaxOutputTokens));
        }
    }
}
