package dev.douane.rules.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A model, whoever serves it.
 *
 * @param family models of one maker and generation
 * @param aliases other names a caller may write: dated snapshots, {@code provider/model}; sorted
 * @param substitutes declared stand-ins, the maker of the catalog vouches for them
 */
public record Model(ModelId id, String family, SortedSet<String> aliases, List<ModelId> substitutes) {
    public Model {
        aliases = Collections.unmodifiableSortedSet(new TreeSet<>((Collection<String>) aliases));
        substitutes = List.copyOf(substitutes);
    }
}
