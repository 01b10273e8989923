package dev.douane.service.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * One operation as the served OpenAPI document describes it.
 *
 * @param path with its parameters in braces
 * @param parameters as described, references resolved
 * @param bodies schema by media type, in the document's order
 * @param statuses that it says it can answer
 */
record Operation(
        String method,
        String path,
        List<JsonNode> parameters,
        List<Body> bodies,
        Set<String> statuses,
        JsonNode whole) {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    record Body(String mediaType, JsonNode schema) {}

    /** All operations of a document, in its order. */
    static List<Operation> all(JsonNode document) {
        var found = new ArrayList<Operation>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(entry -> {
                    if (METHODS.contains(entry.getKey())) {
                        found.add(
                                of(entry.getKey().toUpperCase(Locale.ROOT), path.getKey(), entry.getValue(), document));
                    }
                }));
        return found;
    }

    private static Operation of(String method, String path, JsonNode operation, JsonNode document) {
        var bodies = operation.path("requestBody").path("content").properties().stream()
                .map(content -> new Body(content.getKey(), content.getValue().path("schema")))
                .toList();
        var statuses = new TreeSet<String>();
        operation.path("responses").fieldNames().forEachRemaining(statuses::add);
        return new Operation(
                method,
                path,
                StreamSupport.stream(operation.path("parameters").spliterator(), false)
                        .toList(),
                bodies,
                statuses,
                document);
    }

    /** The schema of a JSON answer with that status; missing where there is none. */
    JsonNode answer(int status) {
        return whole.path("paths")
                .path(path)
                .path(method.toLowerCase(Locale.ROOT))
                .path("responses")
                .path(Integer.toString(status))
                .path("content")
                .path("application/json")
                .path("schema");
    }

    /** Parameters of the query. */
    List<JsonNode> query() {
        return parameters.stream()
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .toList();
    }

    /** What a reference in this document stands for; anything else stands for itself. */
    JsonNode resolved(JsonNode schema) {
        return Optional.ofNullable(schema.get("$ref"))
                .map(reference -> resolved(whole.at(reference.asText().substring(1))))
                .orElse(schema);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
