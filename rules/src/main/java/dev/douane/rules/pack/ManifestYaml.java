package dev.douane.rules.pack;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code pack.yaml} as written. */
record ManifestYaml(
        @JsonProperty(required = true) @Nullable String name,
        @JsonProperty(required = true) @Nullable String version,
        @JsonProperty(required = true) @Nullable String concern,
        @JsonProperty(required = true) @Nullable List<@Nullable String> owners,
        @JsonProperty(required = true) @Nullable String title,
        @JsonProperty(required = true) @Nullable String description) {

    /** @throws IllegalArgumentException saying which member is not as it must be */
    PackManifest toManifest() {
        var concernWord = said("concern", concern);
        return new PackManifest(
                said("name", name),
                PackVersion.parse(said("version", version)),
                Concern.of(concernWord)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "concern (%s) must be one of classification, cost-tier, sovereignty, budget"
                                        .formatted(concernWord))),
                said("owners", owners).stream()
                        .map(owner -> Objects.requireNonNullElse(owner, ""))
                        .toList(),
                said("title", title).strip(),
                said("description", description).strip());
    }

    private static <T> T said(String member, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("%s must not be empty".formatted(member));
        }
        return value;
    }
}
