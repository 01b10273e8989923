package dev.douane.rules.yaml;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.douane.rules.catalog.Spelling;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds a tree against the records it is to become, in the words of whoever wrote it. What passes can be converted: the library that does has
 * nothing left to complain of, and so never speaks of classes to people who write YAML.
 */
final class Shape {
    /**
     * What does not fit.
     *
     * @param path names and positions from the root on
     */
    record Misfit(List<String> path, String message) {
        private static Misfit of(List<String> path, String what) {
            var member = path.isEmpty() ? "the file" : "member (%s)".formatted(String.join(".", path));
            return new Misfit(path, member + " " + what);
        }

        /** As a JSON Pointer, with names as they are. */
        String pointer() {
            return path.isEmpty() ? "" : "/" + String.join("/", path);
        }
    }

    /** What a record has, as its annotations say it. */
    private record Member(String name, JavaType type, boolean isRequired) {
        static List<Member> of(JsonMapper mapper, JavaType type) {
            return mapper.getDeserializationConfig().introspect(type).findProperties().stream()
                    .map(member -> new Member(member.getName(), member.getPrimaryType(), member.isRequired()))
                    .toList();
        }
    }

    private static final int SHOWN = 40;

    private final JsonMapper mapper;
    private final ConcurrentHashMap<Class<?>, List<Member>> membersOf = new ConcurrentHashMap<>();

    Shape(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** The first thing that does not fit: of each mapping its unknown members, then those that are missing, then what is in it. */
    @Nullable
    Misfit misfit(JsonNode tree, Class<?> type) {
        return misfit(tree, mapper.constructType(type), List.of());
    }

    private @Nullable Misfit misfit(JsonNode node, JavaType type, List<String> path) {
        if (type.hasRawClass(JsonNode.class)) {
            return null;
        }
        if (type.hasRawClass(String.class)) {
            return node.isTextual() ? null : Misfit.of(path, text(node));
        }
        if (type.hasRawClass(Boolean.class)) {
            return node.isBoolean() ? null : wrong(node, "true or false", path);
        }
        if (type.hasRawClass(Integer.class)) {
            return node.isIntegralNumber() && node.canConvertToInt()
                    ? null
                    : wrong(node, "a whole number of at most " + Integer.MAX_VALUE, path);
        }
        if (type.hasRawClass(BigDecimal.class)) {
            return node.isNumber() ? null : wrong(node, "a number", path);
        }
        if (type.isCollectionLikeType()) {
            return node.isArray() ? items(node, type.getContentType(), path) : wrong(node, "a list", path);
        }
        if (!node.isObject()) {
            return wrong(node, "a mapping of names to values", path);
        }
        return type.isMapLikeType() ? entries(node, type.getContentType(), path) : members(node, type, path);
    }

    private @Nullable Misfit items(JsonNode list, JavaType type, List<String> path) {
        for (int i = 0; i < list.size(); i++) {
            var misfit = content(list.get(i), type, within(path, Integer.toString(i)));
            if (misfit != null) {
                return misfit;
            }
        }
        return null;
    }

    private @Nullable Misfit entries(JsonNode mapping, JavaType type, List<String> path) {
        for (var entry : mapping.properties()) {
            var misfit = content(entry.getValue(), type, within(path, entry.getKey()));
            if (misfit != null) {
                return misfit;
            }
        }
        return null;
    }

    private @Nullable Misfit content(JsonNode node, JavaType type, List<String> path) {
        return node.isNull() ? Misfit.of(path, "must not be empty") : misfit(node, type, path);
    }

    /** A member that is there and empty is its reader's to judge. */
    private @Nullable Misfit members(JsonNode mapping, JavaType type, List<String> path) {
        var members = membersOf.computeIfAbsent(type.getRawClass(), record -> Member.of(mapper, type));
        var known = members.stream().map(Member::name).collect(Collectors.toCollection(TreeSet::new));
        for (var entry : mapping.properties()) {
            if (!known.contains(entry.getKey())) {
                return unknown(entry.getKey(), known, path);
            }
        }
        for (var member : members) {
            if (member.isRequired() && !mapping.has(member.name())) {
                return Misfit.of(within(path, member.name()), "is missing");
            }
        }
        for (var member : members) {
            var value = mapping.get(member.name());
            var misfit =
                    value == null || value.isNull() ? null : misfit(value, member.type(), within(path, member.name()));
            if (misfit != null) {
                return misfit;
            }
        }
        return null;
    }

    private static Misfit unknown(String name, SortedSet<String> known, List<String> path) {
        var at = within(path, name);
        var maybe = Spelling.nearest(name, known).map(". Maybe %s?"::formatted).orElse("");
        return new Misfit(
                at,
                "unknown member (%s); known here: %s%s"
                        .formatted(String.join(".", at), String.join(", ", known), maybe));
    }

    private static List<String> within(List<String> path, String step) {
        var deeper = new ArrayList<>(path);
        deeper.add(step);
        return List.copyOf(deeper);
    }

    private static String text(JsonNode node) {
        return node.isNumber() || node.isBoolean()
                ? "must be text: put it in quotes"
                : "must be text, not %s".formatted(shown(node));
    }

    private static Misfit wrong(JsonNode node, String wanted, List<String> path) {
        return Misfit.of(path, "must be %s, not %s".formatted(wanted, shown(node)));
    }

    private static String shown(JsonNode node) {
        if (node.isArray()) {
            return "a list";
        }
        if (node.isObject()) {
            return "a mapping";
        }
        var text = node.asText();
        return "(%s)"
                .formatted(
                        text.codePointCount(0, text.length()) <= SHOWN
                                ? text
                                : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…");
    }
}
