package dev.douane.rules.call;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;

/**
 * What travels in the call.
 *
 * @param classes data classes of the installation's vocabulary, sorted
 * @param subjectLocations countries of the people the data is about, ISO 3166-1 alpha-2, sorted
 * @param subjectGroups jurisdiction groups that at least one of those countries falls in, sorted; filled in by the house
 */
public record Data(SortedSet<String> classes, SortedSet<String> subjectLocations, SortedSet<String> subjectGroups) {
    /** Nothing was said about the data. */
    public static final Data UNKNOWN = of(List.of(), List.of());

    public Data {
        classes = Words.sorted(classes);
        subjectLocations = Words.sorted(subjectLocations);
        subjectGroups = Words.sorted(subjectGroups);
    }

    public static Data of(Collection<String> classes, Collection<String> subjectLocations) {
        return new Data(Words.sorted(classes), Words.sorted(subjectLocations), Words.sorted(List.of()));
    }

    /** The same data with the groups its subjects fall in. */
    public Data withSubjectGroups(SortedSet<String> groups) {
        return groups.equals(subjectGroups) ? this : new Data(classes, subjectLocations, groups);
    }
}
