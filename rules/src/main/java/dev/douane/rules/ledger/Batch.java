package dev.douane.rules.ledger;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What came of asks that were decided together: all that is to be written, in one transaction, and what is answered after its commit. Immutable.
 *
 * @param outcomes one of each ask, in their order
 * @param made new holds as they were made, in the order of the asks
 * @param changed holds as they are to be, in the order in which they changed first; one that was made here is in both lists
 * @param entries in the order in which money moved
 * @param deltas what changes, by the account's id
 * @param unchanged versions that rows must still have though nothing changes in them, by the account's id
 * @param keysPassedOn who answers these keys from now on
 * @param keysGivenUp keys that were claimed for asks of this batch which decided nothing: nobody answers them, and they are to be forgotten
 */
public record Batch(
        List<Outcome> outcomes,
        List<Hold> made,
        List<Hold> changed,
        List<Entry> entries,
        SortedMap<Long, Delta> deltas,
        SortedMap<Long, Long> unchanged,
        SortedMap<KeyClaim.Name, KeyClaim.Holder> keysPassedOn,
        SortedSet<KeyClaim.Name> keysGivenUp) {
    public Batch {
        outcomes = List.copyOf(outcomes);
        made = List.copyOf(made);
        changed = List.copyOf(changed);
        entries = List.copyOf(entries);
        deltas = Collections.unmodifiableSortedMap(new TreeMap<>(deltas));
        unchanged = Collections.unmodifiableSortedMap(new TreeMap<>(unchanged));
        keysPassedOn = Collections.unmodifiableSortedMap(new TreeMap<>(keysPassedOn));
        keysGivenUp = Collections.unmodifiableSortedSet(new TreeSet<>(keysGivenUp));
    }

    /** Whether its entries need a place among those of others: some of them are of accounts. */
    public boolean takesNumber() {
        return entries.stream().anyMatch(entry -> !entry.postings().isEmpty());
    }
}
