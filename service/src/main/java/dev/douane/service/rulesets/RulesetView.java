package dev.douane.service.rulesets;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ruleset.
 *
 * @param activatedAt when it was last put in force, absent where it never was
 * @param activatedBy who did, absent where nobody did
 */
record RulesetView(
        int number,
        String digest,
        List<PackView> packs,
        SettingsView settings,
        Instant createdAt,
        String createdBy,
        @Nullable Instant activatedAt,
        @Nullable String activatedBy) {
    /** One pack of it: {@code enforce} counts, {@code observe} is only recorded. */
    record PackView(String name, String version, String digest, String mode) {}

    record SettingsView(int defaultMaxOutputTokens, String zone) {}

    static RulesetView of(RulesetRow row, @Nullable ActivationRow activation) {
        return new RulesetView(
                row.number,
                row.digest,
                row.packs.stream()
                        .map(pack -> new PackView(pack.name, pack.version, pack.digest, pack.mode))
                        .toList(),
                new SettingsView(row.defaultMaxOutputTokens, row.zone),
                row.createdAt,
                row.createdBy,
                activation == null ? null : activation.activatedAt,
                activation == null ? null : activation.activatedBy);
    }
}
