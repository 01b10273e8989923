package dev.douane.rules.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.douane.rules.limits.OverLimit;
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

    /**
     * @param work what the files of the pack have cost so far
     * @throws StrictYaml.Malformed if a row and its case do not fit together, or there is too much of them
     */
    static ScenarioTemplates expand(StrictYaml written, ScenarioWork work) throws StrictYaml.Malformed {
        JsonNode root = written.root().deepCopy();
        var origins = new ArrayList<Origin>();
        if (!(root instanceof ObjectNode file) || !(file.get("cases") instanceof ArrayNode cases)) {
            return new ScenarioTemplates(root, origins);
        }
        var all = file.arrayNode();
        for (int i = 0; i < cases.size(); i++) {
            var pointer = "/cases/" + i;
            if (!(cases.get(i) instanceof ObjectNode template) || !template.has("examples")) {
                spend(written, pointer, work::aCase);
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
                spend(written, line, work::aCase);
                all.add(filled(written, line, template, examples.get(row), work));
                origins.add(new Origin(pointer, line));
            }
        }
        file.set("cases", all);
        return new ScenarioTemplates(file, origins);
    }

    private static void spend(StrictYaml places, String pointer, Runnable spending) throws StrictYaml.Malformed {
        try {
            spending.run();
        } catch (OverLimit e) {
            throw malformed(places, pointer, String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode filled(StrictYaml places, String line, ObjectNode template, JsonNode row, ScenarioWork work)
            throws StrictYaml.Malformed {
        if (!(row instanceof ObjectNode values)) {
            throw malformed(places, line, "each row of examples must be a map, such as {used: 0.79, verdict: allow}");
        }
        var used = new TreeSet<String>();
        var missing = new TreeSet<String>();
        JsonNode filled;
        try {
            filled = filled(template, values, used, missing, work);
        } catch (OverLimit e) {
            throw malformed(places, line, String.valueOf(e.getMessage()));
        }
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

    private static JsonNode filled(
            JsonNode node, ObjectNode values, TreeSet<String> used, TreeSet<String> missing, ScenarioWork work) {
        return switch (node) {
            case ObjectNode object -> {
                work.characters(1);
                var copy = object.objectNode();
                object.properties().forEach(member -> {
                    work.characters(member.getKey().length());
                    copy.set(member.getKey(), filled(member.getValue(), values, used, missing, work));
                });
                yield copy;
            }
            case ArrayNode array -> {
                work.characters(1);
                var copy = array.arrayNode();
                array.forEach(element -> copy.add(filled(element, values, used, missing, work)));
                yield copy;
            }
            case TextNode text -> filled(text, values, used, missing, work);
            default -> {
                work.characters(1);
                yield node;
            }
        };
    }

    private static JsonNode filled(
            TextNode text, ObjectNode values, TreeSet<String> used, TreeSet<String> missing, ScenarioWork work) {
        work.characters(text.asText().length());
        var found = PLACEHOLDER.matcher(text.asText());
        if (found.matches()) {
            var value = value(found.group(1), values, used, missing);
            work.characters(size(value));
            return value;
        }
        return TextNode.valueOf(PLACEHOLDER.matcher(text.asText()).replaceAll(match -> {
            var value = value(match.group(1), values, used, missing);
            var said = value.isValueNode() ? value.asText() : value.toString();
            work.characters(said.length());
            return Matcher.quoteReplacement(said);
        }));
    }

    /** What stands in it once for each time it is used. */
    private static long size(JsonNode value) {
        long size = 1;
        if (value.isTextual()) {
            size += value.asText().length();
        }
        for (var inner : value) {
            size += size(inner);
        }
        return size;
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
