package dev.douane.service.rulesets;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.douane.rules.call.CallerAttribute;
import dev.douane.rules.call.CallerScope;
import dev.douane.rules.decide.Fired;
import dev.douane.rules.pack.Modes;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.Ruleset;
import dev.douane.rules.pack.ScopedMode;
import dev.douane.rules.pack.TimedMode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a ruleset says of one of its packs beside the mode, as JSON: in requests, answers and rows alike. Members that say nothing are left
 * out.
 *
 * @param until with mode observe: from then on the pack is enforced
 * @param scope values by attribute of the callers the pack speaks of
 * @param scopes callers with another mode, the first that covers a caller holds
 * @param parameters values by name, in place of the pack's defaults
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"until", "scope", "scopes", "parameters"})
record EntryTerms(
        @Nullable Instant until,
        @Nullable SortedMap<String, SortedSet<String>> scope,
        @Nullable List<ScopeTerms> scopes,
        @Nullable SortedMap<String, String> parameters) {

    /** A mode for some callers. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"scope", "mode", "until"})
    record ScopeTerms(
            SortedMap<String, SortedSet<String>> scope,
            String mode,
            @Nullable Instant until) {}

    static EntryTerms of(Ruleset.Entry entry) {
        var modes = entry.modes();
        return new EntryTerms(
                modes.usual().until(),
                modes.scope().isEveryone() ? null : words(modes.scope()),
                modes.exceptions().isEmpty()
                        ? null
                        : modes.exceptions().stream()
                                .map(exception -> new ScopeTerms(
                                        words(exception.scope()),
                                        word(exception.mode().mode()),
                                        exception.mode().until()))
                                .toList(),
                entry.parameters().isEmpty() ? null : entry.parameters());
    }

    /**
     * The pack on these terms.
     *
     * @param mode {@code enforce} or {@code observe}
     * @throws IllegalArgumentException saying what of it makes no sense
     */
    Ruleset.Entry entry(Pack pack, String mode) {
        return new Ruleset.Entry(pack, modes(mode), parameters == null ? Collections.emptySortedMap() : parameters);
    }

    /**
     * For whom and when the pack counts.
     *
     * @param mode {@code enforce} or {@code observe}
     * @throws IllegalArgumentException saying what of it makes no sense
     */
    Modes modes(String mode) {
        var exceptions = scopes == null
                ? List.<ScopedMode>of()
                : scopes.stream()
                        .map(one -> new ScopedMode(scope(one.scope()), new TimedMode(mode(one.mode()), one.until())))
                        .toList();
        return new Modes(new TimedMode(mode(mode), until), scope(scope == null ? Map.of() : scope), exceptions);
    }

    static String word(Fired.Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private static Fired.Mode mode(String word) {
        return switch (word) {
            case "enforce" -> Fired.Mode.ENFORCE;
            case "observe" -> Fired.Mode.OBSERVE;
            default -> throw new IllegalArgumentException("mode (%s) must be enforce or observe".formatted(word));
        };
    }

    private static CallerScope scope(Map<String, SortedSet<String>> values) {
        var scope = new TreeMap<CallerAttribute, SortedSet<String>>();
        values.forEach((word, allowed) -> scope.put(attribute(word), allowed));
        return new CallerScope(scope);
    }

    private static CallerAttribute attribute(String word) {
        for (var attribute : CallerAttribute.values()) {
            if (attribute.word().equals(word)) {
                return attribute;
            }
        }
        throw new IllegalArgumentException("scope attribute (%s) must be one of %s"
                .formatted(
                        word,
                        List.of(CallerAttribute.values()).stream()
                                .map(CallerAttribute::word)
                                .collect(Collectors.joining(", "))));
    }

    private static SortedMap<String, SortedSet<String>> words(CallerScope scope) {
        var words = new TreeMap<String, SortedSet<String>>();
        scope.values().forEach((attribute, values) -> words.put(attribute.word(), new TreeSet<>(values)));
        return words;
    }
}
