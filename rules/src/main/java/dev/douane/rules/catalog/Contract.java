package dev.douane.rules.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the operator's contract for a deployment says.
 *
 * @param trainsOnData whether the provider may train on what is sent
 * @param continuityClause whether service continues, or can be moved, when the provider is told to stop
 * @param residencyClause whether the hosting country is promised, not merely usual
 * @param certifications such as {@code SOC2}, sorted
 */
public record Contract(
        Term trainsOnData, Term continuityClause, Term residencyClause, SortedSet<String> certifications) {
    /** Nothing is known. */
    public static final Contract UNKNOWN =
            new Contract(Term.UNKNOWN, Term.UNKNOWN, Term.UNKNOWN, Collections.emptySortedSet());

    public Contract {
        certifications = Collections.unmodifiableSortedSet(new TreeSet<>((Collection<String>) certifications));
    }
}
