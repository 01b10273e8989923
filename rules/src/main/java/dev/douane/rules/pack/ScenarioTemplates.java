package dev.douane.rules.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.douane.rules.yaml.StrictYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cases with {@code examples}: one case for each row, with <code>{name}</code> replaced by the row's value wherever it stands. A text that is
 * nothing but a <code>{name}</code> becomes the value itself, a number or a list too.
 *
 * @param root the file with its cases spelled out
 * @param origins for each case, where it was written
 */
record ScenarioTemplates(JsonNode root, List<Origin> origins) {
    /**
     * Where a case comes from, as JSON pointers.
     *
     * @param written the case
     * @param line the row of its examples, or the case itself where it has none
     */
    record Origin(String written, String line) {}

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*)}");

    ScenarioTemplates {
        origins = List.copyOf(origins);
    }

    /** @throws StrictYaml.Malformed if a row and its case do not fit together */
    static ScenarioTemplates expand(StrictYaml written) throws StrictYaml.Malformed {
        JsonNode root = written.root().deepCopy();
        var origins = new ArrayList<Origin>();
        if (!(root instanceof ObjectNode file) || !(file.get("cases") instanceof ArrayNode cases)) {
            return new ScenarioTemplates(root, origins);
        }
        var all = file.arrayNode();
        for (int i = 0; i < cases.size(); i++) {
            var pointer = "/cases/" + i;
            if (!(cases.get(i) instanceof ObjectNode template) || !template.has("examples")) {
                all.add(cases.get(i));
                origins.add(new Origin(pointer, pointer));
                continue;
            }
            var examples = template.remove("examples");
            if (!examples.isArray() || examples.isEmpty()) {
                throw malformed(written, pointer, "examples must be a list with at least one row");
            }
            for (int row = 0; row < examples.size(); row++) {
                var line = pointer + "/examples/" + row;
                all.add(filled(written, line, template, examples.get(row)));
                origins.add(new Origin(pointer, line));
            }
        }
        file.set("cases", all);
        return new ScenarioTemplates(file, origins);
    }

    private static JsonNode filled(StrictYaml places, String line, ObjectNode template, JsonNode row)
            throws StrictYaml.Malformed {
        if (!(row instanceof ObjectNode values)) {
            throw malformed(places, line, "each row of examples must be a map, such as {used: 0.79, verdict: allow}");
        }
        var used = new TreeSet<String>();
        var missing = new TreeSet<String>();
        var filled = filled(template, values, used, missing);
        if (!missing.isEmpty()) {
            throw malformed(places, line, "row has no value for (%s)".formatted(String.join(", ", missing)));
        }
        var unused = new TreeSet<String>();
        values.fieldNames().forEachRemaining(unused::add);
        unused.removeAll(used);
        if (!unused.isEmpty()) {
            throw malformed(places, line, "the case says {%s} nowhere".formatted(String.join("}, {", unused)));
        }
        return filled;
    }

    private static JsonNode filled(JsonNode node, ObjectNode values, TreeSet<String> used, TreeSet<String> missing) {
        return switch (node) {
            case ObjectNode object -> {
                var copy = object.objectNode();
                object.properties()
                        .forEach(member -> copy.set(member.getKey(), filled(member.getValue(), values, used, missing)));
                yield copy;
            }
            case ArrayNode array -> {
                var copy = array.arrayNode();
                array.forEach(element -> copy.add(filled(element, values, used, missing)));
                yield copy;
            }
            case TextNode text -> filled(text, values, used, missing);
            default -> node;
        };
    }

    private static JsonNode filled(TextNode text, ObjectNode values, TreeSet<String> used, TreeSet<String> missing) {
        var found = PLACEHOLDER.matcher(text.asText());
        if (found.matches()) {
            return value(found.group(1), values, used, missing);
        }
        return TextNode.valueOf(PLACEHOLDER.matcher(text.asText()).replaceAll(match -> {
            var value = value(match.group(1), values, used, missing);
            return Matcher.quoteReplacement(value.isValueNode() ? value.asText() : value.toString());
        }));
    }

    private static JsonNode value(String name, ObjectNode values, TreeSet<String> used, TreeSet<String> missing) {
        var value = values.get(name);
        if (value == null) {
            missing.add(name);
            return TextNode.valueOf(name);
        }
        used.add(name);
        return value;
    }

    /** The member of the written file that a member of the spelled out one came from. */
    String written(String pointer) {
        var parts = pointer.split("/", 4);
        if (parts.length < 3 || !parts[1].equals("cases") || !parts[2].matches("\\d{1,6}")) {
            return pointer;
        }
        int number = Integer.parseInt(parts[2]);
        return number >= origins.size()
                ? pointer
                : origins.get(number).written() + (parts.length > 3 ? "/" + parts[3] : "");
    }

    private static StrictYaml.Malformed malformed(StrictYaml places, String pointer, String why) {
        return new StrictYaml.Malformed(places.place(pointer), why);
    }
}
