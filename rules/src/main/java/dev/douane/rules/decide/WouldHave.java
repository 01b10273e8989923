package dev.douane.rules.decide;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What would have been answered had everything observed been enforced. Never part of the answer's meaning.
 *
 * @param because ids of the observed rules that fired or failed, at least one
 */
public record WouldHave(Verdict verdict, SortedSet<String> because) {
    public WouldHave {
        because = Collections.unmodifiableSortedSet(new TreeSet<>(because));
    }
}
