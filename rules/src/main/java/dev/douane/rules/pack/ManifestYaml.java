package dev.douane.rules.pack;

import static dev.douane.rules.yaml.StrictYaml.said;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.douane.rules.drl.Concern;
import dev.douane.rules.drl.Parameter;
import dev.douane.rules.limits.Size;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code pack.yaml} as written. */
record ManifestYaml(
        @JsonProperty(required = true) @Nullable String name,
        @JsonProperty(required = true) @Nullable String version,
        @JsonProperty(required = true) @Nullable String concern,
        @JsonProperty(required = true) @Nullable List<String> owners,
        @JsonProperty(required = true) @Nullable String title,
        @JsonProperty(required = true) @Nullable String description,
        @Nullable Map<String, ParameterYaml> parameters) {
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
                said("description", description).strip(),
                declared(parameters == null ? Map.of() : parameters));
    }

    private static SortedMap<String, Parameter> declared(Map<String, ParameterYaml> written) {
        if (written.size() > Size.PARAMETERS.most()) {
            throw new IllegalArgumentException(
                    "parameters (%d) must be at most %d".formatted(written.size(), Size.PARAMETERS.most()));
        }
        var declared = new TreeMap<String, Parameter>();
        written.forEach((parameter, yaml) -> declared.put(parameter, yaml.toParameter(parameter)));
        return declared;
    }
}
