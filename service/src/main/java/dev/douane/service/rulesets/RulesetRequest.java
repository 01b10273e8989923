package dev.douane.service.rulesets;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A ruleset as somebody proposes it.
 *
 * @param title one line
 * @param why for those who approve it
 * @param packs at least one, each name once
 * @param settings what is not said is as this server is configured
 */
record RulesetRequest(
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String why,
        @JsonProperty(required = true) List<PackRequest> packs,
        @Nullable SettingsRequest settings) {
    /**
     * One pack.
     *
     * @param mode {@code enforce}, which it is where nothing is said, or {@code observe}
     */
    record PackRequest(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String version,

            @Schema(enumeration = {"enforce", "observe"}) @Nullable
            String mode,

            @Nullable Instant until,
            @Nullable SortedMap<String, SortedSet<String>> scope,
            @Nullable List<EntryTerms.ScopeTerms> scopes,
            @Nullable SortedMap<String, String> parameters) {
        EntryTerms terms() {
            return new EntryTerms(until, scope, scopes, parameters);
        }
    }

    record SettingsRequest(
            @Nullable Integer defaultMaxOutputTokens,
            @Nullable String zone) {}
}
