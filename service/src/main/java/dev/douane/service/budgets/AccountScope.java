package dev.douane.service.budgets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.douane.rules.call.Caller;
import dev.douane.rules.document.Nearest;
import dev.douane.rules.terms.Attribute;
import dev.douane.rules.terms.ScopeSelector;
import dev.douane.rules.terms.Target;
import dev.douane.rules.terms.Wanted;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.Shown;
import dev.douane.service.platform.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one account of a budget is for, as it is said and shown: a JSON object with a member for each attribute of the budget's selector.
 *
 * <p>Where the budget wants a value, that one; where it wants {@code each}, the account's own, and {@code null} for the account of all who say
 * none. Inside, accounts go by the words of {@link ScopeSelector#scope}: they are made and taken apart here.
 */
public final class AccountScope {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The member that tells what was left out of a scope too long to be kept whole. */
    private static final String DIGEST = "digest";

    /** Callers' values as calls are read; of targets whatever was said, since accounts outlive what a catalog knows. */
    private static final Spelling OF_CALLERS =
            (attribute, value) -> attribute.isOfTarget() ? value : Caller.spelled(value);

    /** How a value is written in an account's words. */
    interface Spelling {
        /** @throws IllegalArgumentException if no call could ever have it */
        String of(Attribute attribute, String value);
    }

    private AccountScope() {}

    /**
     * An account's words as an object.
     *
     * @param selector the budget's, as it is stored
     * @return text where the words are none of this budget's: overrides were once proposed for any
     */
    public static JsonNode shown(String selector, String words) {
        return shown(TermsJson.scope(selector), words);
    }

    static JsonNode shown(ScopeSelector selector, String words) {
        var object = NODES.objectNode();
        var digest = ScopeSelector.digestOf(words);
        var parts = selector.wanted().isEmpty() ? new String[0] : words.split(",", -1);
        var whole = digest == null ? parts.length : parts.length - 1; // the last one was cut off
        var position = 0;
        for (var wanted : selector.wanted().entrySet()) {
            var name = wanted.getKey().word();
            if (position < whole && !parts[position].startsWith(name + "=")) {
                return NODES.textNode(words);
            }
            if (!wanted.getValue().isEach()) {
                object.set(name, TermsJson.wanted(wanted.getValue()));
            } else if (position < whole) {
                object.set(name, value(parts[position].substring(name.length() + 1)));
            } else if (digest == null) {
                return NODES.textNode(words);
            }
            position++;
        }
        return digest == null ? object : object.put(DIGEST, digest);
    }

    private static JsonNode value(String escaped) {
        return escaped.equals(ScopeSelector.NONE)
                ? NODES.nullNode()
                : NODES.textNode(ScopeSelector.withoutEscapes(escaped));
    }

    /**
     * The words of the account that a query parameter names, as an object or as {@code user=bob,product=search}.
     *
     * @param selector the budget's, as it is stored
     * @param said null for the account of a budget that has but one
     * @throws ProblemException INVALID_REQUEST where the budget can have no such account
     */
    public static String asked(String selector, @Nullable String said) {
        var wrong = new ArrayList<Violation>();
        var scope = said == null ? NODES.objectNode() : read(said);
        var words = words(TermsJson.scope(selector), scope, "", wrong, OF_CALLERS);
        if (words != null) {
            return words;
        }
        throw ProblemException.ofQuery(wrong.stream()
                .map(one -> (one.pointer().replaceFirst("^/", "") + " " + one.message()).strip())
                .map(message -> Violation.ofParameter("scope", message))
                .toList());
    }

    private static JsonNode read(String said) {
        try {
            return said.startsWith("{") ? JSON.readTree(said) : NODES.textNode(said);
        } catch (JsonProcessingException e) {
            throw ProblemException.ofParameter("scope", "[%s] is no JSON object".formatted(Shown.of(said)));
        }
    }

    /**
     * The words of the account that is meant.
     *
     * @param said an object, or its words in any order
     * @param pointer where it was said
     * @param wrong takes what is wrong with it
     * @param spelling how its values are written
     * @return null where something is
     */
    static @Nullable String words(
            ScopeSelector selector, JsonNode said, String pointer, List<Violation> wrong, Spelling spelling) {
        var values = new EnumMap<Attribute, String>(Attribute.class);
        var reading = new Reading(selector, pointer, wrong, spelling);
        if (said.isTextual()) {
            reading.words(said.textValue(), values);
        } else if (said.isObject()) {
            reading.object(said, values);
        } else {
            reading.refuse("", "must be an object, such as {\"product\": \"search\", \"user\": \"u-123\"}");
        }
        return reading.isFine() ? selector.scope(caller(values), target(values)) : null;
    }

    private static Caller caller(Map<Attribute, String> values) {
        return new Caller(
                values.get(Attribute.ORGANISATION),
                values.get(Attribute.PRODUCT),
                values.get(Attribute.TEAM),
                values.get(Attribute.WORKFLOW),
                values.get(Attribute.USER),
                values.get(Attribute.RUN),
                values.get(Attribute.ENVIRONMENT),
                null);
    }

    private static Target target(Map<Attribute, String> values) {
        return new Target(
                values.getOrDefault(Attribute.PROVIDER, ""),
                values.getOrDefault(Attribute.MODEL, ""),
                values.getOrDefault(Attribute.FAMILY, ""),
                values.getOrDefault(Attribute.TIER, ""));
    }

    /** Holds what is said of an account against the budget's selector. */
    private static final class Reading {
        private final ScopeSelector selector;
        private final String pointer;
        private final List<Violation> wrong;
        private final int wrongBefore;
        private final Spelling spelling;

        Reading(ScopeSelector selector, String pointer, List<Violation> wrong, Spelling spelling) {
            this.spelling = spelling;
            this.selector = selector;
            this.pointer = pointer;
            this.wrong = wrong;
            this.wrongBefore = wrong.size();
        }

        boolean isFine() {
            return wrong.size() == wrongBefore;
        }

        void refuse(String member, String message) {
            wrong.add(new Violation(pointer + (member.isEmpty() ? "" : "/" + member), message));
        }

        void words(String said, Map<Attribute, String> values) {
            var object = NODES.objectNode();
            if (!said.equals(ScopeSelector.EVERYTHING)) {
                for (var part : said.split(",", -1)) {
                    var name = part.replaceFirst("=.*", "").strip();
                    if (!part.contains("=") || object.has(name)) {
                        refuse(
                                "",
                                "(%s) must name each attribute once, such as product=search,user=u-123"
                                        .formatted(said));
                        return;
                    }
                    var value = part.substring(part.indexOf('=') + 1);
                    object.set(name, isList(name) ? list(value) : value(value));
                }
            }
            object(object, values);
        }

        private boolean isList(String name) {
            var attribute = attribute(name);
            return attribute != null
                    && selector.wanted()
                                    .getOrDefault(attribute, Wanted.EACH)
                                    .values()
                                    .size()
                            > 1;
        }

        private static JsonNode list(String value) {
            var list = NODES.arrayNode();
            Arrays.stream(value.split("\\|", -1))
                    .map(ScopeSelector::withoutEscapes)
                    .forEach(list::add);
            return list;
        }

        void object(JsonNode said, Map<Attribute, String> values) {
            for (var member : said.properties()) {
                var attribute = attribute(member.getKey());
                if (attribute == null) {
                    refuse(
                            member.getKey(),
                            "is no attribute of a scope. %s"
                                    .formatted(Nearest.maybe(member.getKey(), attributes()))
                                    .strip());
                } else if (!selector.wanted().containsKey(attribute)) {
                    refuse(member.getKey(), "does not tell this budget's accounts apart: " + told());
                }
            }
            selector.wanted().forEach((attribute, wanted) -> {
                var value = said.get(attribute.word());
                if (wanted.isEach()) {
                    each(attribute, value, values);
                } else if (value != null && !isWanted(attribute, value, wanted)) {
                    refuse(
                            attribute.word(),
                            "(%s) is not what this budget is for: %s".formatted(text(value), TermsJson.wanted(wanted)));
                }
            });
        }

        private void each(Attribute attribute, @Nullable JsonNode value, Map<Attribute, String> values) {
            if (value == null) {
                refuse(attribute.word(), "must be there: " + told());
            } else if (value.isTextual() && ScopeSelector.isValue(value.textValue())) {
                spelled(attribute, value.textValue(), values);
            } else if (!value.isNull() || attribute.isOfTarget()) {
                refuse(
                        attribute.word(),
                        "(%s) must be one value, as text of 1 to %d characters on one line%s"
                                .formatted(
                                        text(value),
                                        Wanted.LENGTH_MAX,
                                        attribute.isOfTarget()
                                                ? ""
                                                : "; calls that say none have {\"%1$s\": null}, which is %1$s=(none) in words"
                                                        .formatted(attribute.word())));
            }
        }

        private void spelled(Attribute attribute, String value, Map<Attribute, String> values) {
            try {
                values.put(attribute, spelling.of(attribute, value));
            } catch (IllegalArgumentException noCallHasIt) {
                refuse(attribute.word(), String.valueOf(noCallHasIt.getMessage()));
            }
        }

        private boolean isWanted(Attribute attribute, JsonNode value, Wanted wanted) {
            try {
                var said = TermsJson.wanted(value);
                if (said.equals(wanted)) { // also where the catalog has forgotten it since
                    return true;
                }
                var spelled = said.values().stream()
                        .map(one -> spelling.of(attribute, one))
                        .collect(Collectors.toSet());
                return !said.isEach() && spelled.equals(Set.copyOf(wanted.values()));
            } catch (IllegalArgumentException noValue) {
                return false;
            }
        }

        private static String text(JsonNode value) {
            return value.isTextual() ? value.textValue() : value.toString();
        }

        private String told() {
            return selector.splits()
                    ? "it has one for each "
                            + selector.wanted().entrySet().stream()
                                    .filter(wanted -> wanted.getValue().isEach())
                                    .map(wanted -> wanted.getKey().word())
                                    .collect(Collectors.joining(" and "))
                    : "it has but one";
        }

        private static @Nullable Attribute attribute(String word) {
            return Arrays.stream(Attribute.values())
                    .filter(attribute -> attribute.word().equals(word))
                    .findFirst()
                    .orElse(null);
        }

        private static List<String> attributes() {
            return Arrays.stream(Attribute.values()).map(Attribute::word).toList();
        }
    }
}
