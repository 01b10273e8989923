package dev.douane.service.traffic;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names for what no two runs have alike: ids, which are drawn at random, and digests of rulesets, which change with every word of a pack. A decision is called by the request that made it; what nobody named is counted.
 */
final class Names {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private final Map<String, String> given = new HashMap<>();
    private final Map<String, String> literal = new LinkedHashMap<>();
    private int others;
    private int digests;

    /** The first name stays. */
    void name(String id, String name) {
        given.putIfAbsent(id, name);
    }

    boolean has(String id) {
        return given.containsKey(id);
    }

    /** Names a text that is no id by its looks. */
    void nameText(String text, String name) {
        literal.put(text, name);
    }

    /** The text with names in the place of what they stand for. */
    String in(String text) {
        var named = replaced(ID, text, found -> given.computeIfAbsent(found, id -> "other-" + ++others));
        named = replaced(DIGEST, named, found -> given.computeIfAbsent(found, digest -> "sha256:digest-" + ++digests));
        for (var each : literal.entrySet()) {
            named = named.replace(each.getKey(), each.getValue());
        }
        return named;
    }

    private static String replaced(Pattern pattern, String text, UnaryOperator<String> name) {
        return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(name.apply(found.group())));
    }
}
