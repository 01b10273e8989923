package dev.douane.rules.call;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Sorted, unmodifiable copies: hash sets iterate differently from run to run, and order may reach an answer. */
final class Words {
    private Words() {}

    static SortedSet<String> sorted(Collection<String> words) {
        return words.isEmpty() ? Collections.emptySortedSet() : Collections.unmodifiableSortedSet(new TreeSet<>(words));
    }
}
