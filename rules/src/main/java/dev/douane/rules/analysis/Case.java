package dev.douane.rules.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Constraints that hold together on one fact.
 *
 * @param asked what each field must hold, by a key that says the same in every rule; what is not named may hold anything
 */
record Case(SortedMap<String, Values> asked) {
    static final Case ANYTHING = new Case(new TreeMap<>());

    Case {
        var kept = new TreeMap<String, Values>();
        asked.forEach((key, values) -> {
            if (!values.isEverything()) {
                kept.put(key, values);
            }
        });
        asked = Collections.unmodifiableSortedMap(kept);
    }

    static Case of(String key, Values values) {
        var one = new TreeMap<String, Values>();
        one.put(key, values);
        return new Case(one);
    }

    boolean isImpossible() {
        return asked.values().stream().anyMatch(Values::isEmpty);
    }

    Case and(Case other) {
        var both = new TreeMap<>(asked);
        other.asked.forEach((key, values) -> both.merge(key, values, Values::and));
        return new Case(both);
    }

    /** Whether everything of which this holds is something of which the other holds. */
    boolean implies(Case other) {
        return other.asked.entrySet().stream().allMatch(entry -> {
            var own = asked.get(entry.getKey());
            return own != null && own.isWithin(entry.getValue());
        });
    }

    /** The two as one, where they differ in one field only. */
    Optional<Case> merged(Case other) {
        if (!asked.keySet().equals(other.asked.keySet())) {
            return Optional.empty();
        }
        var differing = asked.keySet().stream()
                .filter(key -> !Objects.equals(asked.get(key), other.asked.get(key)))
                .toList();
        if (differing.size() != 1) {
            return Optional.empty();
        }
        var one = new TreeMap<>(asked);
        other.asked.forEach((key, values) -> one.merge(key, values, Values::or));
        return Optional.of(new Case(one));
    }

    /** As few as possible that say the same: impossible ones are left out, neighbours put together. */
    static List<Case> simplified(List<Case> cases) {
        var left = new ArrayList<>(
                cases.stream().filter(each -> !each.isImpossible()).distinct().toList());
        for (int i = 0; i < left.size(); i++) {
            for (int j = i + 1; j < left.size(); j++) {
                var merged = left.get(i).merged(left.get(j));
                if (merged.isPresent()) {
                    left.set(i, merged.get());
                    left.remove(j);
                    i = -1;
                    break;
                }
            }
        }
        return left;
    }
}
