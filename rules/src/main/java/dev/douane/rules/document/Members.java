package dev.douane.rules.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object of a document, read by name and type.
 *
 * <p>What is missing or ill-typed is noted and an empty value given back, so that reading goes on; a document with a problem is never used.
 */
final class Members {
    static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,127}");
    static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@+-]{0,199}");
    static final Pattern LINE = Pattern.compile("\\P{Cntrl}{1,1000}");

    private final JsonNode node;
    private final String path;
    private final Problems problems;
    private final SortedSet<String> known = new TreeSet<>();

    private Members(JsonNode node, String path, Problems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    /** The members of an object; notes it if {@code node} is none. */
    static Members of(JsonNode node, String path, Problems problems) {
        if (!node.isObject()) {
            problems.note(
                    path, node.isMissingNode() || node.isNull() ? "there is nothing here" : wrong(node, "members"));
            return new Members(MissingNode.getInstance(), path, problems);
        }
        return new Members(node, path, problems);
    }

    private static String wrong(JsonNode node, String wanted) {
        var shown = node.isValueNode() ? node.asText() : node.isArray() ? "a list" : "members";
        return "value (%s) must be %s".formatted(shown, wanted);
    }

    String path() {
        return path;
    }

    String path(String member) {
        return path.isEmpty() ? member : path + "." + member;
    }

    boolean has(String member) {
        known.add(member);
        return node.has(member);
    }

    /** The names of all members, for objects whose keys are data. */
    List<String> names() {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        known.addAll(names);
        return names;
    }

    /** Notes every member that nobody asked for. */
    void refuseOthers() {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problems.note(
                        path(name),
                        "there is no member (%s) here; known are %s".formatted(name, String.join(", ", known)),
                        Nearest.maybe(name, known));
            }
        });
    }

    /** Text that must be there and have a form. Empty where it is wrong. */
    String text(String member, Pattern form, String wanted) {
        var value = required(member);
        return value == null ? "" : textOf(value, path(member), form, wanted);
    }

    /** Text that may be missing. */
    @Nullable
    String textOrNull(String member, Pattern form, String wanted) {
        return has(member) ? textOf(node.get(member), path(member), form, wanted) : null;
    }

    private String textOf(JsonNode value, String at, Pattern form, String wanted) {
        if (!value.isTextual()) {
            problems.note(
                    at, wrong(value, wanted), value.isNumber() || value.isBoolean() ? "Maybe write it in quotes." : "");
            return "";
        }
        if (!form.matcher(value.textValue()).matches()) {
            problems.note(at, wrong(value, wanted));
            return "";
        }
        return value.textValue();
    }

    /** A whole number that must be there, at least {@code least}; {@code ifWrong} where it is not. */
    int count(String member, int least, int ifWrong) {
        var value = required(member);
        if (value == null) {
            return ifWrong;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least) {
            problems.note(
                    path(member), wrong(value, "a whole number from %d to %d".formatted(least, Integer.MAX_VALUE)));
            return ifWrong;
        }
        return value.intValue();
    }

    /** A whole number that may be missing. */
    @Nullable
    Integer countOrNull(String member, int least, int ifWrong) {
        return has(member) ? Integer.valueOf(count(member, least, ifWrong)) : null;
    }

    /** True or false; false where it is missing or wrong. */
    boolean flag(String member) {
        if (!has(member)) {
            return false;
        }
        var value = node.get(member);
        if (!value.isBoolean()) {
            problems.note(path(member), wrong(value, "true or false"));
        }
        return value.asBoolean(false);
    }

    /** A list of text, empty where it is missing. Items that are wrong or there twice are noted and left out. */
    List<String> texts(String member, Pattern form, String wanted) {
        var texts = new ArrayList<String>();
        forEachItem(member, (item, at) -> {
            var text = textOf(item, at, form, wanted);
            if (texts.contains(text)) {
                problems.note(at, "value (%s) is there twice".formatted(text));
            } else if (!text.isEmpty()) {
                texts.add(text);
            }
        });
        return texts;
    }

    /** A list of text that must be there and not be empty. */
    List<String> someTexts(String member, Pattern form, String wanted) {
        if (required(member) == null) {
            return List.of();
        }
        var texts = texts(member, form, wanted);
        refuseEmpty(member);
        return texts;
    }

    /** A list of objects that must be there and not be empty. */
    <T> List<T> objects(String member, Function<Members, T> read) {
        if (required(member) == null) {
            return List.of();
        }
        var objects = new ArrayList<T>();
        forEachItem(member, (item, at) -> {
            var members = of(item, at, problems);
            objects.add(read.apply(members));
            members.refuseOthers();
        });
        refuseEmpty(member);
        return objects;
    }

    private void refuseEmpty(String member) {
        if (node.path(member).isArray() && node.path(member).isEmpty()) {
            problems.note(path(member), "the list is empty");
        }
    }

    /** An object that may be missing; an object without members then. */
    Members object(String member) {
        return has(member)
                ? of(node.get(member), path(member), problems)
                : new Members(MissingNode.getInstance(), path(member), problems);
    }

    /** Any value that may be missing. */
    @Nullable
    JsonNode any(String member) {
        return has(member) ? node.get(member) : null;
    }

    private @Nullable JsonNode required(String member) {
        if (has(member)) {
            return node.get(member);
        }
        if (node.isObject()) {
            problems.note(path(member), "the member (%s) is missing".formatted(member));
        }
        return null;
    }

    private interface Item {
        void read(JsonNode item, String at);
    }

    private void forEachItem(String member, Item read) {
        var list = has(member) ? node.get(member) : NullNode.getInstance();
        if (node.has(member) && !list.isArray()) {
            problems.note(path(member), wrong(list, "a list"));
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            read.read(list.get(i), "%s[%s]".formatted(path(member), i));
        }
    }
}
