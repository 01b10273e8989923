package dev.douane.bench.line;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which lines of our source ran between two looks.
 *
 * @param lines by file, as in {@code dev/douane/rules/money/Money.java}; numbers count from 1
 */
record Window(SortedMap<String, BitSet> lines) {
    Window {
        var copy = new TreeMap<String, BitSet>();
        lines.forEach((file, numbers) -> {
            if (!numbers.isEmpty()) {
                copy.put(file, (BitSet) numbers.clone());
            }
        });
        lines = copy;
    }

    /**
     * The files of which a line ran in every window of the ones and in none of the others: what a decision needs, and what is not at work anyway.
     *
     * @throws IllegalArgumentException if there are no windows to begin with
     */
    static SortedSet<String> always(List<Window> ones, List<Window> others) {
        if (ones.isEmpty()) {
            throw new IllegalArgumentException("there is no window in which anything was asked");
        }
        var common = new TreeMap<>(ones.getFirst().copied());
        for (var window : ones) {
            common.keySet().retainAll(window.lines.keySet());
            common.forEach((file, numbers) -> numbers.and(window.of(file)));
        }
        for (var window : others) {
            common.forEach((file, numbers) -> numbers.andNot(window.of(file)));
        }
        common.values().removeIf(BitSet::isEmpty);
        return new TreeSet<>(common.keySet());
    }

    private Map<String, BitSet> copied() {
        var copy = new TreeMap<String, BitSet>();
        lines.forEach((file, numbers) -> copy.put(file, (BitSet) numbers.clone()));
        return copy;
    }

    private BitSet of(String file) {
        return lines.getOrDefault(file, new BitSet());
    }
}
