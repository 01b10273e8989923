package dev.douane.rules.yaml;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * YAML that becomes records, and guesses nothing: unknown members, duplicate keys, a number where a word belongs are all refused.
 *
 * @param root what was written
 * @param places where its values stand, by JSON pointer
 */
public record StrictYaml(JsonNode root, Map<String, Place> places) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .build();

    /** Both from 1, or 0 where a thing has no place. */
    public record Place(int line, int column) {
        static final Place NOWHERE = new Place(0, 0);
    }

    /**
     * Reads without knowing what it will be.
     *
     * @throws Malformed with the first fault
     */
    public static StrictYaml read(String text) throws Malformed {
        var places = new HashMap<String, Place>();
        var tree = YamlTree.read(text, (at, line, column) -> places.putIfAbsent(at.pointer(), new Place(line, column)));
        if (!tree.faults().isEmpty()) {
            var fault = tree.faults().getFirst();
            var message = fault.wayOut() == null ? fault.message() : fault.message() + ". " + fault.wayOut();
            throw new Malformed(new Place(fault.line(), fault.column()), message);
        }
        if (tree.root().isMissingNode() || tree.root().isNull()) {
            throw new Malformed(new Place(1, 0), "the file is empty");
        }
        return new StrictYaml(tree.root(), Map.copyOf(places));
    }

    /** @throws Malformed naming the place */
    public static <T> T read(String text, Class<T> type) throws Malformed {
        var yaml = read(text);
        return yaml.convert(yaml.root, type, UnaryOperator.identity());
    }

    /**
     * A member that must be there and not be empty.
     *
     * @throws IllegalArgumentException naming it
     */
    public static <T> T said(String member, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("%s must not be empty".formatted(member));
        }
        return value;
    }

    /** Where the value at a JSON pointer begins. */
    public Place place(String pointer) {
        return places.getOrDefault(pointer, Place.NOWHERE);
    }

    /**
     * Makes of a tree what it is.
     *
     * @param tree what was written, or what became of it
     * @param written where a member of the tree was written, both as JSON pointers
     * @throws Malformed naming the place
     */
    public <T> T convert(JsonNode tree, Class<T> type, UnaryOperator<String> written) throws Malformed {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new Malformed(place(e, written), message(e));
        }
    }

    /** Where the member stands that the exception names, or the nearest that holds it. */
    private Place place(JsonProcessingException e, UnaryOperator<String> written) {
        if (e instanceof JsonMappingException mapping) {
            var pointer = new StringBuilder();
            mapping.getPath().forEach(step -> pointer.append('/').append(step(step)));
            while (!pointer.isEmpty()) {
                var place = places.get(written.apply(pointer.toString()));
                if (place != null) {
                    return place;
                }
                pointer.setLength(pointer.lastIndexOf("/"));
            }
        }
        return place("");
    }

    private static String step(JsonMappingException.Reference step) {
        return step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName();
    }

    private static String message(JsonProcessingException e) {
        var member = e instanceof JsonMappingException mapping ? member(mapping) : "";
        if (e instanceof UnrecognizedPropertyException unknown) {
            var known = unknown.getKnownPropertyIds();
            return "unknown member (%s)%s"
                    .formatted(
                            member,
                            known == null
                                    ? ""
                                    : known.stream()
                                            .map(Object::toString)
                                            .sorted()
                                            .collect(Collectors.joining(", ", "; known here: ", "")));
        }
        if (e instanceof ValueInstantiationException && e.getCause() != null) {
            var why = e.getCause().getMessage();
            return member.isEmpty() ? "" + why : "member (%s): %s".formatted(member, why);
        }
        if (e instanceof MismatchedInputException mismatch && String.class.equals(mismatch.getTargetType())) {
            return "member (%s) must be text: put it in quotes".formatted(member);
        }
        // the reader's own words, without its note on where in its buffers it stood
        var why = e.getOriginalMessage().lines().findFirst().orElse("not readable");
        return member.isEmpty() ? why : "member (%s): %s".formatted(member, why);
    }

    /** {@code cases.0.expect.verdict}. */
    private static String member(JsonMappingException e) {
        return e.getPath().stream().map(StrictYaml::step).collect(Collectors.joining("."));
    }

    /** YAML that is not what it should be. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Place place;

        public Malformed(Place place, String message) {
            super(message);
            this.place = place;
        }

        public Place place() {
            return place;
        }
    }
}
