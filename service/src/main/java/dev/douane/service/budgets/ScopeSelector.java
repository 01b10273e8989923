package dev.douane.service.budgets;

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

/**
 * Which calls a budget is for.
 *
 * @param wanted by attribute, the value a call must have, or {@value #EACH} for one account per value; empty for every call
 */
public record ScopeSelector(SortedMap<Attribute, String> wanted) {
    /** Instead of a value: every value has an account of its own. */
    public static final String EACH = "each";

    /** The scope of a selector that asks for nothing. */
    public static final String EVERYTHING = "everything";

    /** The account shared by the calls that leave the attribute out, so that leaving it out is no way around a budget. */
    static final String NONE = "(none)";

    private static final int LONGEST = 500;
    private static final int READABLE = 180;

    /** @throws IllegalArgumentException if a value is empty or longer than 256 characters */
    public ScopeSelector {
        wanted = Collections.unmodifiableSortedMap(new TreeMap<>(wanted));
        wanted.forEach((attribute, value) -> {
            if (value.isEmpty() || value.length() > 256) {
                throw new IllegalArgumentException(
                        "scope value of %s must have 1 to 256 characters".formatted(attribute.word()));
            }
        });
    }

    /** Attributes that must have a certain value, in order. */
    List<Attribute> fixed() {
        return wanted.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(EACH))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether one budget has many accounts in a period. */
    boolean splits() {
        return wanted.containsValue(EACH);
    }

    /** Whether the budget is for this caller's calls. A missing attribute never equals a value. */
    public boolean matches(Caller caller) {
        return fixed().stream()
                .allMatch(attribute -> wanted.getOrDefault(attribute, EACH).equals(attribute.of(caller)));
    }

    /**
     * The scope value a matching call falls in, in words: {@code product=search,user=u-123}.
     *
     * <p>Values are escaped so that two different callers never share an account, and very long scopes end in a digest.
     */
    public String scope(Caller caller) {
        if (wanted.isEmpty()) {
            return EVERYTHING;
        }
        var scope = new StringJoiner(",");
        wanted.forEach((attribute, value) -> {
            var named = value.equals(EACH) ? attribute.of(caller) : value;
            scope.add(attribute.word() + "=" + (named == null ? NONE : escaped(named)));
        });
        return shortened(scope.toString());
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
            return c >= ' ' && "%,=()".indexOf(c) < 0;
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
        return scope.length() <= LONGEST ? scope : scope.substring(0, READABLE) + "~sha256:" + sha256(scope);
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
