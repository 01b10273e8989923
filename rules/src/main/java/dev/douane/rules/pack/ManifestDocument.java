package dev.douane.rules.pack;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.douane.rules.drl.Parameter;
import dev.douane.rules.drl.ParameterValue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A manifest as JSON, the members of {@code pack.yaml} in its words: to be kept beside a pack, so that nobody has to read its YAML again. */
public final class ManifestDocument {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ManifestDocument() {}

    /** Equal manifests give equal texts. */
    public static String write(PackManifest manifest) {
        var parameters = new TreeMap<String, ParameterYaml>();
        manifest.parameters().forEach((name, parameter) -> parameters.put(name, written(parameter)));
        try {
            return MAPPER.writeValueAsString(new ManifestYaml(
                    manifest.name(),
                    manifest.version().toString(),
                    manifest.concern().word(),
                    manifest.owners(),
                    manifest.title(),
                    manifest.description(),
                    parameters));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest is words and numbers", e);
        }
    }

    private static ParameterYaml written(Parameter parameter) {
        return new ParameterYaml(
                parameter.type().word(),
                parameter.description(),
                JsonNodeFactory.instance.textNode(parameter.byDefault().shown()),
                text(parameter.least()),
                text(parameter.most()));
    }

    private static @Nullable JsonNode text(@Nullable ParameterValue value) {
        return value == null ? null : JsonNodeFactory.instance.textNode(value.shown());
    }

    /** @throws IllegalArgumentException if it is not what {@link #write} writes of some manifest */
    public static PackManifest read(String document) {
        try {
            return MAPPER.readValue(document, ManifestYaml.class).toManifest();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no manifest: " + e.getOriginalMessage(), e);
        }
    }
}
