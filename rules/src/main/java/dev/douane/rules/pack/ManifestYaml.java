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
import java.util.function.Supplier;
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
    /** A member that is of the right shape and says something that it may not. */
    static final class Misstated extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        private final String pointer;

        private Misstated(String pointer, IllegalArgumentException why) {
            super(why.getMessage(), why);
            this.pointer = pointer;
        }

        /** The member, as a JSON Pointer. */
        String pointer() {
            return pointer;
        }
    }

    /** @throws Misstated saying which member is not as it must be */
    PackManifest toManifest() {
        return new PackManifest(
                member("/name", () -> PackManifest.checkedName(said("name", name))),
                member("/version", () -> PackVersion.parse(said("version", version))),
                member("/concern", () -> concern(said("concern", concern))),
                member("/owners", () -> PackManifest.checkedOwners(said("owners", owners))),
                member(
                        "/title",
                        () -> PackManifest.checkedTitle(said("title", title).strip())),
                member("/description", () -> said("description", description).strip()),
                member("/parameters", () -> declared(parameters == null ? Map.of() : parameters)));
    }

    private static <T> T member(String pointer, Supplier<T> read) {
        try {
            return read.get();
        } catch (Misstated inside) {
            throw inside;
        } catch (IllegalArgumentException e) {
            throw new Misstated(pointer, e);
        }
    }

    private static Concern concern(String word) {
        return Concern.of(word)
                .orElseThrow(() -> new IllegalArgumentException(
                        "concern (%s) must be one of classification, cost-tier, sovereignty, budget".formatted(word)));
    }

    private static SortedMap<String, Parameter> declared(Map<String, ParameterYaml> written) {
        if (written.size() > Size.PARAMETERS.most()) {
            throw new IllegalArgumentException(
                    "parameters (%d) must be at most %d".formatted(written.size(), Size.PARAMETERS.most()));
        }
        var declared = new TreeMap<String, Parameter>();
        written.forEach((parameter, yaml) ->
                declared.put(parameter, member("/parameters/" + parameter, () -> yaml.toParameter(parameter))));
        return declared;
    }
}
