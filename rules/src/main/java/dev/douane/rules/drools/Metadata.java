package dev.douane.rules.drools;

import dev.douane.rules.decide.RuleRef;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says of itself in {@code @id}, {@code @reason} and {@code @cites}.
 *
 * <p>The engine hands annotation values over as they stand in the source: in quotes, with escapes.
 */
final class Metadata {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern BETWEEN_CITES = Pattern.compile("\\s*;\\s*");
    private static final int REASON_LENGTH_MAX = 500;

    private Metadata() {}

    /**
     * @param values annotation values by name, as the engine has them
     * @param pack {@code name@version}
     * @throws IllegalArgumentException saying what is missing or wrong
     */
    static RuleRef read(Map<String, Object> values, String pack) {
        var id = text(values.get("id"));
        var reason = text(values.get("reason"));
        if (id == null) {
            throw new IllegalArgumentException("has no @id(\"…\")");
        }
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "has an @id (%s) that is not made of letters, digits, dots, underscores and hyphens".formatted(id));
        }
        if (reason == null || reason.isBlank()) {
            throw new IllegalArgumentException("has no @reason(\"…\")");
        }
        if (reason.length() > REASON_LENGTH_MAX) {
            throw new IllegalArgumentException("has a @reason of more than %d characters".formatted(REASON_LENGTH_MAX));
        }
        return new RuleRef(id, pack, reason, cites(text(values.get("cites"))));
    }

    private static List<String> cites(@Nullable String text) {
        if (text == null) {
            return List.of();
        }
        return Arrays.stream(BETWEEN_CITES.split(text.strip()))
                .filter(cite -> !cite.isEmpty())
                .toList();
    }

    /** Without the quotes and escapes of the source. */
    static @Nullable String text(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        var source = value.toString().strip();
        if (source.length() >= 2 && source.startsWith("\"") && source.endsWith("\"")) {
            return source.substring(1, source.length() - 1).translateEscapes();
        }
        return source;
    }
}
