package dev.douane.rules.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * YAML that becomes records, and guesses nothing: unknown members, duplicate keys, a number where a word belongs are all refused.
 *
 * @param root what was written
 * @param places where its values stand, by JSON pointer
 */
public record StrictYaml(JsonNode root, Map<String, Place> places) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Shape SHAPE = new Shape(MAPPER);

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
        var misfit = SHAPE.misfit(tree, type);
        if (misfit != null) {
            throw new Malformed(nearestPlace(misfit.pointer(), written), misfit.message());
        }
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that has the shape of %s is none".formatted(type.getName()), e);
        }
    }

    /** Where a member stands, or the nearest that holds it. */
    private Place nearestPlace(String pointer, UnaryOperator<String> written) {
        for (var at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
            var place = places.get(written.apply(at));
            if (place != null) {
                return place;
            }
        }
        return place("");
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
