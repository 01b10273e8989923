package dev.douane.rules.pack;

import static dev.douane.rules.pack.StrictYaml.said;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.douane.rules.drl.Concern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code pack.yaml} as written. */
record ManifestYaml(
        @JsonProperty(required = true) @Nullable String name,
        @JsonProperty(required = true) @Nullable String version,
        @JsonProperty(required = true) @Nullable String concern,
        @JsonProperty(required = true) @Nullable List<String> owners,
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
                said("owners", owners),
                said("title", title).strip(),
                said("description", description).strip());
    }
}
