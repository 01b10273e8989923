package dev.douane.rules.drools;

import dev.douane.rules.decide.RuleRef;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much of some work each rule makes, put together by pack: a pack of many rules is not hidden behind one heavy rule of another pack. Not
 * safe for use by several threads.
 */
final class Shares {
    private final SortedMap<String, SortedMap<String, Long>> byPack = new TreeMap<>();

    /** @param amount zero or more */
    void add(RuleRef rule, long amount) {
        byPack.computeIfAbsent(rule.pack(), unused -> new TreeMap<>()).merge(rule.id(), amount, Shares::sum);
    }

    /**
     * The id of the rule that makes most of it, in the pack that makes most of it; of equal ones, the first by name.
     *
     * @throws java.util.NoSuchElementException if nothing was added
     */
    String largest() {
        return byPack.values().stream()
                .max(Comparator.comparingLong(rules -> rules.values().stream().reduce(0L, Shares::sum)))
                .flatMap(rules -> rules.entrySet().stream().max(Map.Entry.comparingByValue()))
                .orElseThrow()
                .getKey();
    }

    /** Numbers that do not fit stand at the largest long. */
    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }
}
