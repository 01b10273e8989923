package dev.douane.rules.terms;

import dev.douane.rules.call.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which calls a budget is for.
 *
 * @param wanted by attribute; all of them must be met, and empty is for every call
 */
public record ScopeSelector(SortedMap<Attribute, Wanted> wanted) {
    /** The scope of a selector that asks for nothing. */
    public static final String EVERYTHING = "everything";

    /** The account shared by the calls that leave the attribute out, so that leaving it out is no way around a budget. */
    public static final String NONE = "(none)";

    private static final int LONGEST = 500;
    private static final int READABLE = 180;
    private static final String CUT = "~sha256:";
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{4}");

    public ScopeSelector {
        wanted = Collections.unmodifiableSortedMap(new TreeMap<>(wanted));
    }

    /** A selector of single values and {@value Wanted#EACH_WORD}. */
    public static ScopeSelector of(Map<Attribute, String> words) {
        var wanted = new TreeMap<Attribute, Wanted>();
        words.forEach((attribute, word) -> wanted.put(attribute, Wanted.of(word)));
        return new ScopeSelector(wanted);
    }

    /** Attributes that must have a certain value, or one of some, in order. */
    public List<Attribute> fixed() {
        return wanted.entrySet().stream()
                .filter(entry -> !entry.getValue().isEach())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether one budget has many accounts in a period. */
    public boolean splits() {
        return wanted.containsValue(Wanted.EACH);
    }

    /** Whether it can be told only for each option of a call, not for the call. */
    public boolean looksAtTarget() {
        return !wanted.isEmpty() && wanted.lastKey().isOfTarget();
    }

    /** Whether the attribute is looked at. */
    public boolean wants(Attribute attribute) {
        return wanted.containsKey(attribute);
    }

    /** Whether the attribute must have a certain value. */
    public boolean fixes(Attribute attribute) {
        return !wanted.getOrDefault(attribute, Wanted.EACH).isEach();
    }

    /** Whether there may be a call that both are for. */
    public boolean mayMeet(ScopeSelector other) {
        return wanted.entrySet().stream().allMatch(entry -> {
            var theirs = other.wanted.getOrDefault(entry.getKey(), Wanted.EACH);
            return entry.getValue().isEach()
                    || theirs.isEach()
                    || !Collections.disjoint(entry.getValue().values(), theirs.values());
        });
    }

    /**
     * Whether the budget is for these calls. A missing attribute never equals a value.
     *
     * @param target null where nothing is asked of it
     */
    public boolean matches(Caller caller, @Nullable Target target) {
        for (var entry : wanted.entrySet()) {
            var attribute = entry.getKey();
            if (entry.getValue().isEach()) {
                if (attribute.isOfTarget() && target == null) {
                    return false;
                }
                continue;
            }
            var value = attribute.of(caller, target);
            if (value == null || !entry.getValue().values().contains(value)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The scope value a matching call falls in, in words: {@code product=search,user=u-123}. Of a list, the words are the list.
     *
     * <p>Values are escaped so that two different callers never share an account, and very long scopes end in a digest.
     */
    public String scope(Caller caller, @Nullable Target target) {
        if (wanted.isEmpty()) {
            return EVERYTHING;
        }
        if (wanted.size() == 1) {
            var only = wanted.entrySet().iterator().next();
            return shortened(one(only.getKey(), only.getValue(), caller, target));
        }
        var scope = new StringJoiner(",");
        wanted.forEach((attribute, value) -> scope.add(one(attribute, value, caller, target)));
        return shortened(scope.toString());
    }

    private static String one(Attribute attribute, Wanted value, Caller caller, @Nullable Target target) {
        return attribute.word() + "=" + words(attribute, value, caller, target);
    }

    private static String words(Attribute attribute, Wanted wanted, Caller caller, @Nullable Target target) {
        if (wanted.isEach()) {
            var value = attribute.of(caller, target);
            return value == null ? NONE : escaped(value);
        }
        if (wanted.values().size() == 1) {
            return escaped(wanted.values().first());
        }
        var any = new StringJoiner("|");
        wanted.values().forEach(value -> any.add(escaped(value)));
        return any.toString();
    }

    private static String escaped(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!isPlain(value.charAt(i))) {
                return escapedSlowly(value);
            }
        }
        return value;
    }

    private static boolean isPlain(char c) {
        if (c < 127) {
            return c >= ' ' && c != '%' && c != ',' && c != '=' && c != '(' && c != ')';
        }
        return c > 160 && !Character.isSurrogate(c);
    }

    private static String escapedSlowly(String value) {
        var escaped = new StringBuilder(value.length() + 16);
        for (int i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            if (isPlain(c)) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(c));
            }
        }
        return escaped.toString();
    }

    private static String shortened(String scope) {
        return scope.length() <= LONGEST ? scope : scope.substring(0, READABLE) + CUT + sha256(scope);
    }

    /** The digest that very long words end in; null where they are whole. */
    public static @Nullable String digestOf(String scope) {
        return scope.length() == READABLE + CUT.length() + 64 && scope.startsWith(CUT, READABLE)
                ? scope.substring(READABLE + 1)
                : null;
    }

    /** Whether a caller can say this of itself, so that an account can be for it. */
    public static boolean isValue(String value) {
        return !value.isBlank()
                && value.length() <= Wanted.LENGTH_MAX
                && !value.equals(Wanted.EACH_WORD)
                && value.chars().noneMatch(Character::isISOControl);
    }

    /** A value of a scope's words as it was said. */
    public static String withoutEscapes(String escaped) {
        return ESCAPE.matcher(escaped)
                .replaceAll(found -> Matcher.quoteReplacement(String.valueOf(
                        (char) HexFormat.fromHexDigits(found.group().substring(1)))));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
