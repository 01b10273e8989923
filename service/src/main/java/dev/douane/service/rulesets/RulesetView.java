package dev.douane.service.rulesets;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.douane.service.platform.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A ruleset.
 *
 * @param title absent where a start made it, as is {@code why}
 * @param createdBy who proposed it
 * @param approvals oldest first
 * @param scheduledFor when it will be put in force, absent where that is not scheduled
 * @param activatedAt when it was last put in force, absent where it never was
 * @param activatedBy who did, absent where nobody did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RulesetView(
        int number,
        String digest,
        @Nullable String title,
        @Nullable String why,
        List<PackView> packs,
        SettingsView settings,
        Instant createdAt,
        String createdBy,
        List<ApprovalView> approvals,
        @Nullable Instant scheduledFor,
        @Nullable Instant activatedAt,
        @Nullable String activatedBy) {
    /** One pack of it: {@code enforce} counts, {@code observe} is only recorded. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PackView(
            String name,
            String version,
            String digest,
            String mode,
            @Nullable Instant until,
            @Nullable SortedMap<String, SortedSet<String>> scope,
            @Nullable List<EntryTerms.ScopeTerms> scopes,
            @Nullable SortedMap<String, String> parameters) {
        static PackView of(RulesetRow.PackEntry entry, StrictJson json) {
            var terms = json.read(entry.terms.getBytes(StandardCharsets.UTF_8), EntryTerms.class);
            return new PackView(
                    entry.name,
                    entry.version,
                    entry.digest,
                    entry.mode,
                    terms.until(),
                    terms.scope(),
                    terms.scopes(),
                    terms.parameters());
        }
    }

    record SettingsView(int defaultMaxOutputTokens, String zone) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ApprovalView(
            String approvedBy, Instant approvedAt, @Nullable String why) {}

    static RulesetView of(
            RulesetRow row,
            List<ChangeRow> approvals,
            @Nullable Instant scheduledFor,
            @Nullable ActivationRow activation,
            StrictJson json) {
        return new RulesetView(
                row.number,
                row.digest,
                row.title,
                row.why,
                row.packs.stream().map(pack -> PackView.of(pack, json)).toList(),
                new SettingsView(row.defaultMaxOutputTokens, row.zone),
                row.createdAt,
                row.createdBy,
                approvals.stream()
                        .map(change -> new ApprovalView(change.changedBy, change.changedAt, change.why))
                        .toList(),
                scheduledFor,
                activation == null ? null : activation.effectiveFrom(),
                activation == null ? null : activation.activatedBy);
    }
}
