package dev.douane.rules.call;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Some callers: those that have, for each attribute named here, one of its values.
 *
 * <p>A caller that does not say an attribute may be inside or outside, and nobody knows. So there are two questions, and who asks picks the one
 * whose mistake is the stricter.
 *
 * @param values the values by attribute; each attribute has at least one. None at all means every caller
 */
public record CallerScope(SortedMap<CallerAttribute, SortedSet<String>> values) {
    /** No caller is outside. */
    public static final CallerScope EVERYONE = new CallerScope(Collections.emptySortedMap());

    /** @throws IllegalArgumentException if an attribute has no value, or an empty one */
    public CallerScope {
        var copy = new TreeMap<CallerAttribute, SortedSet<String>>();
        for (Map.Entry<CallerAttribute, SortedSet<String>> entry : values.entrySet()) {
            var attribute = entry.getKey();
            if (entry.getValue().isEmpty() || entry.getValue().stream().anyMatch(String::isBlank)) {
                throw new IllegalArgumentException("scope must name values of %s (%s): at least one, none of them blank"
                        .formatted(attribute.word(), entry.getValue()));
            }
            copy.put(attribute, Collections.unmodifiableSortedSet(new TreeSet<>(entry.getValue())));
        }
        values = Collections.unmodifiableSortedMap(copy);
    }

    public boolean isEveryone() {
        return values.isEmpty();
    }

    /** Whether every caller that says it is in the other scope, or may be, is so in this one. */
    public boolean covers(CallerScope other) {
        for (var entry : values.entrySet()) {
            var narrower = other.values.get(entry.getKey());
            if (narrower == null || !entry.getValue().containsAll(narrower)) {
                return false;
            }
        }
        return true;
    }

    /** The first attribute of which the two scopes have no value in common, so that no caller says it is in both; empty where there is none. */
    public Optional<CallerAttribute> parts(CallerScope other) {
        return values.entrySet().stream()
                .filter(entry -> other.values.containsKey(entry.getKey())
                        && Collections.disjoint(entry.getValue(), other.values.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Whether the caller says all it takes to be inside. */
    public boolean surelyCovers(Caller caller) {
        return covers(caller, false);
    }

    /** Whether nothing the caller says puts it outside. */
    public boolean mayCover(Caller caller) {
        return covers(caller, true);
    }

    private boolean covers(Caller caller, boolean whereUnsaid) {
        for (var entry : values.entrySet()) {
            var said = entry.getKey().of(caller);
            if (said == null ? !whereUnsaid : !entry.getValue().contains(said)) {
                return false;
            }
        }
        return true;
    }
}
