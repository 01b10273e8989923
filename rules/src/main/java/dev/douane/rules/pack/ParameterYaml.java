package dev.douane.rules.pack;

import static dev.douane.rules.yaml.StrictYaml.said;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.drl.Parameter;
import dev.douane.rules.drl.ParameterType;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One entry below {@code parameters} of {@code pack.yaml} as written: numbers with or without quotes, lists as lists or with commas. */
record ParameterYaml(
        @JsonProperty(required = true) @Nullable String type,
        @JsonProperty(required = true) @Nullable String description,

        @JsonProperty(value = "default", required = true) @Nullable
        JsonNode byDefault,

        @Nullable JsonNode min,
        @Nullable JsonNode max) {

    /** @throws IllegalArgumentException saying which member is not as it must be */
    Parameter toParameter(String name) {
        var typeWord = said("parameters." + name + ".type", type);
        return Parameter.declared(
                name,
                ParameterType.of(typeWord)
                        .orElseThrow(() -> new IllegalArgumentException("parameter (%s): type (%s) must be one of %s"
                                .formatted(
                                        name,
                                        typeWord,
                                        Arrays.stream(ParameterType.values())
                                                .map(ParameterType::word)
                                                .collect(Collectors.joining(", "))))),
                said("parameters." + name + ".description", description).strip(),
                text(name, said("parameters." + name + ".default", byDefault)),
                min == null ? null : text(name, min),
                max == null ? null : text(name, max));
    }

    private static String text(String name, JsonNode node) {
        if (node.isTextual()) {
            return node.asText();
        }
        if (node.isNumber()) {
            return node.decimalValue().toPlainString();
        }
        if (node.isArray()) {
            var words = new StringJoiner(", ");
            for (var each : node) {
                if (!each.isTextual() || each.asText().contains(",")) {
                    throw new IllegalArgumentException(
                            "parameter (%s): a list must hold words without commas".formatted(name));
                }
                words.add(each.asText());
            }
            return words.toString();
        }
        throw new IllegalArgumentException(
                "parameter (%s): a value must be text, a number or a list of words".formatted(name));
    }
}
