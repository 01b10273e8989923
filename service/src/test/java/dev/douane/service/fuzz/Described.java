package dev.douane.service.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Whether a JSON value is what the document says: types, words, members that must be there and no others. */
final class Described {
    private final Operation operation;

    Described(Operation operation) {
        this.operation = operation;
    }

    /** What is otherwise, with its place; empty where nothing is. */
    Optional<String> fault(JsonNode value, JsonNode described, String place) {
        var schema = operation.resolved(described);
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            return Optional.of("%s: %s is none of %s".formatted(place, value, schema.get("enum")));
        }
        return switch (schema.path("type").asText()) {
            case "object" -> value.isObject() ? inObject(value, schema, place) : other("object", value, place);
            case "array" ->
                value.isArray()
                        ? first(IntStream.range(0, value.size())
                                .mapToObj(i -> fault(value.get(i), schema.path("items"), place + "/" + i)))
                        : other("array", value, place);
            case "string" -> value.isTextual() ? Optional.empty() : other("string", value, place);
            case "integer" -> value.isIntegralNumber() ? Optional.empty() : other("integer", value, place);
            case "number" -> value.isNumber() ? Optional.empty() : other("number", value, place);
            case "boolean" -> value.isBoolean() ? Optional.empty() : other("boolean", value, place);
            default -> Optional.empty();
        };
    }

    private Optional<String> inObject(JsonNode value, JsonNode schema, String place) {
        var missing = StreamSupport.stream(schema.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .filter(name -> !value.has(name))
                .map(name -> Optional.of("%s/%s is missing".formatted(place, name)));
        if (!schema.has("properties") && !schema.has("additionalProperties")) {
            return first(missing);
        }
        var wrong = value.properties().stream().map(member -> {
            var at = place + "/" + member.getKey();
            var known = schema.path("properties").path(member.getKey());
            if (!known.isMissingNode()) {
                return fault(member.getValue(), known, at);
            }
            return schema.path("additionalProperties").isObject()
                    ? fault(member.getValue(), schema.get("additionalProperties"), at)
                    : Optional.of(at + " is not described");
        });
        return first(Stream.concat(missing, wrong));
    }

    private static Optional<String> first(Stream<Optional<String>> faults) {
        return faults.flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> other(String type, JsonNode value, String place) {
        return Optional.of("%s: %s is no %s".formatted(place, value, type));
    }

    private static boolean contains(JsonNode words, JsonNode value) {
        return StreamSupport.stream(words.spliterator(), false).anyMatch(value::equals);
    }
}
