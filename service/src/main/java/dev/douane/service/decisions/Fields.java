package dev.douane.service.decisions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.douane.rules.call.Caller;
import dev.douane.rules.catalog.Country;
import dev.douane.rules.text.PlainText;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.Shown;
import dev.douane.service.platform.Violation;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object, taken apart member by member. What is wrong is collected rather than thrown, so that a caller reads all of it at once;
 * a member that is wrong reads as absent. A member that is null is absent.
 */
final class Fields {
    private static final int MAX_LIST = 32;
    /** Not an item of a list. Pointers are put together once something is wrong: mostly nothing is. */
    private static final int MEMBER = -1;

    private final JsonNode object;
    private final String pointer;
    private final List<Violation> violations;
    private final List<String> names = new ArrayList<>(12);
    private int present;

    /**
     * @param pointer where the object stands in the body
     * @param violations is added to
     */
    Fields(JsonNode object, String pointer, List<Violation> violations) {
        if (!object.isObject() && !object.isNull()) {
            violations.add(new Violation(pointer, "is not a JSON object"));
        }
        this.object = object.isObject() ? object : NullNode.getInstance();
        this.pointer = pointer;
        this.violations = violations;
    }

    /** A member that is an object; absent reads as empty. */
    Fields object(String name) {
        var node = take(name);
        return new Fields(node == null ? NullNode.getInstance() : node, at(name), violations);
    }

    /** As {@link #object(String)}, where it must be there. */
    Fields requiredObject(String name) {
        var node = take(name);
        if (node == null) {
            violate(name, "is missing");
        }
        return new Fields(node == null ? NullNode.getInstance() : node, at(name), violations);
    }

    /** Whether there is no object at all. */
    boolean isAbsent() {
        return object.isNull();
    }

    /** Whether the member is there, right or wrong. */
    boolean has(String name) {
        return object.hasNonNull(name);
    }

    /** Free text that is shown to people as it is: in lists, statements and exports. */
    @Nullable
    String text(String name, int maxLength) {
        var node = take(name);
        return node == null ? null : seen(text(node, name, MEMBER, maxLength), name, MEMBER, maxLength);
    }

    /** What somebody is called, in its one spelling, so that a blank behind it makes nobody else. */
    @Nullable
    String name(String name, int maxLength) {
        var node = take(name);
        var text = node == null ? null : text(node, name, MEMBER, maxLength);
        return text == null ? null : seen(Caller.spelled(text), name, MEMBER, maxLength);
    }

    /** A word of a vocabulary. */
    @Nullable
    String word(String name, Collection<String> known) {
        var node = take(name);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            violate(name, "is not a string");
            return null;
        }
        return isKnown(node.textValue(), known, name, MEMBER) ? node.textValue() : null;
    }

    /** A free word in kebab-case. */
    @Nullable
    String kebab(String name, int maxLength) {
        var text = text(name, maxLength);
        if (text != null && !isKebab(text)) {
            violate(name, "[%s] is not a word in kebab-case such as summarise-ticket".formatted(Shown.of(text)));
            return null;
        }
        return text;
    }

    /** Letters and digits, with single hyphens between them. */
    private static boolean isKebab(String text) {
        boolean isBetween = false;
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                isBetween = true;
            } else if (c == '-' && isBetween) {
                isBetween = false;
            } else {
                return false;
            }
        }
        return isBetween;
    }

    @Nullable
    String country(String name) {
        var node = take(name);
        if (node == null) {
            return null;
        }
        return isCountry(node, name, MEMBER) ? node.textValue() : null;
    }

    @Nullable
    Integer integer(String name, int min, int max) {
        var node = take(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber()) {
            violate(name, "is not a whole number");
            return null;
        }
        if (!node.canConvertToInt() || node.intValue() < min || node.intValue() > max) {
            violate(name, "[%s] is not between %d and %d".formatted(Shown.of(node.asText()), min, max));
            return null;
        }
        return node.intValue();
    }

    /** As {@link #integer}, where it must be there; reads as {@code min} where it is not. */
    int requiredInteger(String name, int min, int max) {
        if (!isAbsent() && !has(name)) {
            violate(name, "is missing");
        }
        var value = integer(name, min, max);
        return value == null ? min : value;
    }

    @Nullable
    Boolean bool(String name) {
        var node = take(name);
        if (node == null) {
            return null;
        }
        if (!node.isBoolean()) {
            violate(name, "is not true or false");
            return null;
        }
        return node.booleanValue();
    }

    @Nullable
    Duration duration(String name, Duration max) {
        var text = text(name, 40);
        if (text == null) {
            return null;
        }
        try {
            var duration = Duration.parse(text);
            if (!duration.isNegative() && duration.compareTo(max) <= 0) {
                return duration;
            }
            violate(name, "[%s] is not between PT0S and P%dD".formatted(text, max.toDays()));
        } catch (DateTimeParseException | ArithmeticException e) {
            violate(
                    name,
                    "[%s] is not an ISO 8601 duration of days, hours, minutes and seconds such as PT90S"
                            .formatted(Shown.of(text)));
        }
        return null;
    }

    /** Words of a vocabulary; absent reads as none. */
    SortedSet<String> words(String name, Collection<String> known) {
        return list(name, (node, item) -> {
            if (!node.isTextual()) {
                violate(name, item, "is not a string");
                return false;
            }
            return isKnown(node.textValue(), known, name, item);
        });
    }

    /** Countries; absent reads as none. */
    SortedSet<String> countries(String name) {
        return list(name, (node, item) -> isCountry(node, name, item));
    }

    /** Free texts; absent reads as none. */
    SortedSet<String> texts(String name, int maxLength) {
        return list(name, (node, item) -> seen(text(node, name, item, maxLength), name, item, maxLength) != null);
    }

    /** A flat object of texts, kept as they came; absent reads as empty. */
    SortedMap<String, String> textMap(String name, int maxEntries, int maxLength) {
        var node = take(name);
        if (node == null) {
            return Collections.emptySortedMap();
        }
        if (!node.isObject()) {
            violate(name, "is not a JSON object");
            return Collections.emptySortedMap();
        }
        if (node.size() > maxEntries) {
            violate(name, "has %d members; at most %d are taken".formatted(node.size(), maxEntries));
            return Collections.emptySortedMap();
        }
        var texts = new TreeMap<String, String>();
        node.properties().forEach(member -> {
            var key = plain(member.getKey(), name, MEMBER, maxLength);
            var value = text(member.getValue(), name + "/" + escaped(member.getKey()), MEMBER, maxLength);
            if (key != null && value != null) {
                texts.put(key, value);
            }
        });
        return Collections.unmodifiableSortedMap(texts);
    }

    Violation violation(String name, String message) {
        return new Violation(at(name), message);
    }

    void violate(String name, String message) {
        violations.add(violation(name, message));
    }

    /** Names every member that nobody took. */
    void end() {
        if (present == object.size()) {
            return;
        }
        var unknown = "unknown member; known here: "
                + String.join(", ", names.stream().sorted().toList());
        var members = object.fieldNames();
        while (members.hasNext() && violations.size() <= ProblemException.VIOLATIONS_MAX) {
            var name = members.next();
            if (!names.contains(name)) {
                violations.add(new Violation(pointer + "/" + escaped(name), unknown));
            }
        }
    }

    private @Nullable JsonNode take(String name) {
        names.add(name);
        var node = object.get(name);
        if (node == null) {
            return null;
        }
        present++;
        return node.isNull() ? null : node;
    }

    private String at(String name) {
        return pointer + "/" + name;
    }

    /** @param item its place in a list, {@link #MEMBER} for the member itself */
    private void violate(String name, int item, String message) {
        violate(item == MEMBER ? name : name + "/" + item, message);
    }

    private interface Check {
        boolean isGood(JsonNode node, int item);
    }

    private SortedSet<String> list(String name, Check check) {
        var node = take(name);
        if (node == null) {
            return Collections.emptySortedSet();
        }
        if (!node.isArray()) {
            violate(name, "is not a list");
            return Collections.emptySortedSet();
        }
        if (node.size() > MAX_LIST) {
            violate(name, "has %d items; at most %d are taken".formatted(node.size(), MAX_LIST));
            return Collections.emptySortedSet();
        }
        var items = new TreeSet<String>();
        for (int i = 0; i < node.size(); i++) {
            var item = node.get(i);
            if (check.isGood(item, i)) {
                items.add(item.textValue());
            }
        }
        return items;
    }

    private boolean isKnown(String word, Collection<String> known, String name, int item) {
        if (known.contains(word)) {
            return true;
        }
        violate(name, item, "[%s] is not one of %s".formatted(Shown.of(word), String.join(", ", known)));
        return false;
    }

    private boolean isCountry(JsonNode node, String name, int item) {
        if (node.isTextual() && Country.isCode(node.textValue())) {
            return true;
        }
        violate(
                name,
                item,
                node.isTextual()
                        ? "[%s] is not a country code of ISO 3166-1 alpha-2 such as DE"
                                .formatted(Shown.of(node.textValue()))
                        : "is not a string");
        return false;
    }

    private @Nullable String text(JsonNode node, String name, int item, int maxLength) {
        if (!node.isTextual()) {
            violate(name, item, "is not a string");
            return null;
        }
        return plain(node.textValue(), name, item, maxLength);
    }

    /** Refuses a text in which something is not seen, or turns the direction of reading. Answered at once where all of it is ASCII. */
    private @Nullable String seen(@Nullable String text, String name, int item, int maxLength) {
        var fault = text == null ? null : PlainText.faultInLine(text, maxLength);
        if (fault == null) {
            return text;
        }
        violate(name, item, fault);
        return null;
    }

    /** Refuses what cannot be stored, or ends a line where it is shown. */
    private @Nullable String plain(String text, String name, int item, int maxLength) {
        if (text.isBlank()) {
            violate(name, item, "is empty");
            return null;
        }
        if (text.length() > maxLength) {
            violate(name, item, "has %d characters; at most %d are taken".formatted(text.length(), maxLength));
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c >= ' ' && c < 0x7F) {
                continue;
            }
            var pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (Character.isISOControl(c) || (Character.isSurrogate(c) && !pair)) {
                violate(name, item, "has a control character or half a character at " + i);
                return null;
            }
            i += pair ? 1 : 0;
        }
        return text;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
